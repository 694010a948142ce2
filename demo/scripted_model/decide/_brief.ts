import type { KnownAsset } from "./_asset.ts";
import type { Json } from "../../../tracing/base/json.ts";
import { text } from "./json.ts";

/** What another agent needs to know to read a history. */
export interface Brief {
  /** The asset. */
  readonly asset: KnownAsset;
  /** The sensors to read. */
  readonly sensors: readonly string[];
  /** The first hour. */
  readonly from: string;
  /** The last hour. */
  readonly to: string;
}

const BEGIN = "Read the history of ";
const SENSORS = "): sensors ";

/** A brief as a task that needs no other word, with what it is for. */
export function briefText(brief: Brief, purpose: string): string {
  const { asset: { id, name, type }, sensors, from, to } = brief;
  const known = type === undefined ? `id ${id}` : `id ${id}, type ${type}`;
  const what = `sensors ${sensors.join(", ")}, from ${from} to ${to}`;
  return `${BEGIN}${name} (${known}): ${what}.
${purpose}
Report whether anything changed for good in that time and since which day, the mean of each sensor before and after with its unit, and the failure mode that has these signs.
Only read: file no work order.`;
}

/** The brief in a text; nothing where it holds none. */
export function readBrief(text: string): Brief | undefined {
  for (const line of text.split("\n")) {
    const brief = line.startsWith(BEGIN) ? briefOf(line.trimEnd()) : undefined;
    if (brief !== undefined) return brief;
  }
  return undefined;
}

/** Reads the line from its end: an expression would try each of its words. */
function briefOf(line: string): Brief | undefined {
  const [about, what] = splitAtLast(line.slice(BEGIN.length, -1), SENSORS);
  const [name, ids] = splitAtLast(about, " (id ");
  const [sensors, times] = splitAtLast(what, ", from ");
  const [id, type] = ids.split(", type ", 2);
  const [from, to] = times.split(" to ", 2);
  if (!line.endsWith(".") || !name || !id || !sensors || !from || !to) {
    return undefined;
  }
  return { asset: { id, name, type }, sensors: sensors.split(", "), from, to };
}

function splitAtLast(text: string, mark: string): [string, string] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? ["", ""] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** The brief that a task was handed on with, as the frameworks' tools take it. */
export function briefIn(
  { prompt, description }: Json,
): Brief | undefined {
  return readBrief(text(prompt) ?? text(description) ?? "");
}
