import {
  analyse,
  type Analysis,
  matchingMode,
  type Movement,
} from "./_analysis.ts";
import type { Facts } from "./_facts.ts";
import { isObject, objectsIn, text } from "./_json.ts";

const MARK = "Finding: ";

/** What is wrong with the asset, or that nothing is. */
export interface Finding {
  /** One line. */
  readonly title: string;
  /** The rest: the numbers and what they mean. */
  readonly details: string;
  /** Whether something changed for the worse or the unknown. */
  readonly fault: boolean;
  /** The failure mode's id, where one matches. */
  readonly mode?: string;
}

/**
 * What the conversation shows: computed from the history in it, else as a
 * step before wrote it down.
 */
export function findingOf(facts: Facts): Finding | undefined {
  const analysis = analyse(facts.result("history"));
  if (analysis === undefined) return writtenDown(facts);
  const name = facts.asset?.id === analysis.asset
    ? facts.asset.name
    : analysis.asset;
  return analysis.since === undefined
    ? unchanged(name, analysis, facts)
    : changed(name, analysis, facts);
}

/** A finding as text that a later step can read again. */
export function findingText({ title, details }: Finding): string {
  return `${MARK}${title}\n${details}`;
}

function unchanged(name: string, analysis: Analysis, facts: Facts): Finding {
  const { days, movements } = analysis;
  return {
    title: `No lasting change on ${name} from ${days[0]} to ${days.at(-1)}`,
    details:
      `Mean of the first third of the days against the last three days: ${
        described(movements, facts)
      }.`,
    fault: false,
  };
}

function changed(name: string, analysis: Analysis, facts: Facts): Finding {
  const { since = "", leader = "", days, movements } = analysis;
  const mode = matchingMode(facts.result("failure_modes"), movements);
  const cause = mode === undefined
    ? "No known failure mode has these signs: have it inspected"
    : `These are the signs of ${mode.name.toLowerCase()}. ${mode.action}`;
  const label = labelOf(leader, facts).name;
  return {
    title: `${mode?.name ?? "Unexplained change"} on ${name} since ${since}`,
    details: `${label} moved first, on ${since}. Mean before that day against ${
      days.at(-3)
    } to ${days.at(-1)}: ${described(movements, facts)}.\n${cause}.`,
    fault: true,
    ...(mode === undefined ? {} : { mode: mode.id }),
  };
}

function described(movements: readonly Movement[], facts: Facts): string {
  return movements.map(({ sensor, before, after, direction }) => {
    const { name, unit } = labelOf(sensor, facts);
    const share = (after - before) / Math.abs(before) * 100;
    const moved = direction === "steady" || before === 0
      ? direction
      : signed(share);
    return `${name} ${before.toFixed(2)} → ${
      after.toFixed(2)
    }${unit} (${moved})`;
  }).join("; ");
}

function signed(share: number): string {
  return `${share >= 0 ? "+" : ""}${share.toFixed(1)}%`;
}

function labelOf(id: string, facts: Facts): { name: string; unit: string } {
  const listed = facts.result("sensors");
  const sensor = objectsIn(isObject(listed) ? listed.sensors : undefined)
    .find((sensor) => sensor.id === id);
  const unit = text(sensor?.unit) ?? "1";
  return {
    name: text(sensor?.name) ?? id,
    unit: unit === "1" ? "" : ` ${unit}`,
  };
}

function writtenDown(facts: Facts): Finding | undefined {
  for (const said of facts.texts) {
    const start = said.indexOf(MARK);
    if (start < 0) continue;
    const [title = "", ...rest] = said.slice(start + MARK.length)
      .split(/\n|\\n/);
    const end = rest.indexOf("");
    const details = rest.slice(0, end < 0 ? rest.length : end).join("\n");
    const mode = facts.list("failure_modes").find(({ name }) =>
      title.startsWith(`${text(name)} on `)
    )?.id;
    return {
      title,
      details,
      fault: !title.startsWith("No lasting change"),
      ...(typeof mode === "string" ? { mode } : {}),
    };
  }
  return undefined;
}
