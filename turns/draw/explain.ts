import { printableLine } from "../../tracing/base/printable.ts";
import { largestTurn, mostGrown } from "../model/largest.ts";
import type { DrawOptions } from "./draw_tree.ts";
import { count, size, styled } from "./format.ts";
import { growthStyle } from "./growth_style.ts";
import { largestPart } from "./_largest_part.ts";
import type { PromptBytes, TurnRow } from "../model/turn_row.ts";
import { wrapped } from "./wrapped.ts";

const SOURCES: ReadonlyMap<string, string> = new Map([
  ["user", "the user's messages"],
  ["assistant", "the model's own replies"],
  ["instructions", "the instructions"],
  ["tools", "the tool definitions"],
]);

function nameOf(row: TurnRow): string {
  const what = row.kind === "turn" ? "Turn" : "Call";
  const number = row.turn === undefined ? "" : ` ${row.turn}`;
  const { agent = row.runner, runner } = row;
  const inside = runner !== undefined && agent !== runner
    ? ` (in ${runner})`
    : "";
  const who = agent === undefined ? "" : ` of ${printableLine(agent + inside)}`;
  return number === ""
    ? `A ${what.toLowerCase()}${who}`
    : `${what}${number}${who}`;
}

function comparison(row: TurnRow): string {
  const { turn, growthTokens, kind } = row;
  if (turn === 1) return `, the first ${kind === "turn" ? "turn" : "call"}`;
  if (growthTokens === undefined) return "";
  const before = turn === undefined
    ? "the one before"
    : `${kind === "turn" ? "turn" : "call"} ${turn - 1}`;
  if (growthTokens === 0) return `, as many as ${before}`;
  const how = growthTokens > 0 ? "more" : "fewer";
  return `, ${count(Math.abs(growthTokens))} ${how} than ${before}`;
}

const PARTS: Readonly<Record<keyof PromptBytes, string>> = {
  instructions: "instructions",
  tools: "tool definitions",
  messages: "the conversation",
  results: "tool results",
};

/** What most of a first prompt is. */
function bulk(row: TurnRow): string {
  const largest = largestPart(row);
  if (largest === undefined) return "";
  const [part, bytes] = largest;
  return `; most of it is ${PARTS[part]} (${size(bytes)})`;
}

function cause(row: TurnRow): string {
  const { grewBy, growthTokens, turn } = row;
  if (turn === 1) return bulk(row);
  if (grewBy === undefined) {
    const grew = growthTokens === undefined || growthTokens > 0;
    return grew ? "; what made it grow is not known" : "";
  }
  return growthTokens === undefined || growthTokens > 0
    ? `; ${sourceOf(row)} made it grow${bytesOf(row)}`
    : `; most of what was new came from ${sourceOf(row)}${bytesOf(row)}`;
}

/** What made the largest prompt large, where that was in an earlier turn. */
function earlierCause(row: TurnRow): string {
  return `; most of it came in turn ${row.turn}, by ${sourceOf(row)}${
    bytesOf(row)
  }`;
}

function sourceOf({ grewBy = "" }: TurnRow): string {
  return SOURCES.get(grewBy) ?? printableLine(grewBy);
}

function bytesOf({ grewByBytes }: TurnRow): string {
  return grewByBytes === undefined ? "" : ` (${size(grewByBytes)})`;
}

function withoutUsage(rows: readonly TurnRow[]): string {
  const total = ({ bytes }: TurnRow) =>
    bytes === undefined
      ? 0
      : bytes.instructions + bytes.tools + bytes.messages + bytes.results;
  const largest = rows.reduce<TurnRow | undefined>(
    (a, b) => a === undefined || total(b) > total(a) ? b : a,
    undefined,
  );
  const unknown = "No model call reported how many tokens its prompt had";
  if (largest === undefined || total(largest) === 0) return `${unknown}.`;
  return `${unknown}; by its bytes the largest was sent by ${
    nameOf(largest).replace(/^[TCA]/, (letter) => letter.toLowerCase())
  } (${size(total(largest))}${cause(largest)}).`;
}

/** The sentence, with its cause stressed where that made most of the prompt. */
function sentence(rows: readonly TurnRow[], color: boolean): string {
  if (rows.length === 0) return "There is no turn and no model call in it.";
  const largest = largestTurn(rows);
  if (largest?.promptTokens === undefined) return withoutUsage(rows);
  const { promptTokens, growthTokens } = largest;
  const most = mostGrown(rows, largest);
  const { grewBy } = most;
  const isEarlier = most !== largest && grewBy !== undefined;
  const why = isEarlier ? earlierCause(most) : cause(largest);
  const style = growthStyle(
    { promptTokens, growthTokens, ...(isEarlier && { cameIn: { grewBy } }) },
    promptTokens,
  );
  return `${nameOf(largest)} sent the largest prompt: ${
    count(promptTokens)
  } tokens${comparison(largest)}${
    style === undefined ? why : styled(why, style, color)
  }.`;
}

/**
 * Answers the question in one sentence: which turn sent the largest prompt, how
 * large it was, how much larger than the turn before, and what made it grow.
 * With colours all of it is bold, as it is what everything else leads to.
 *
 * @param rows The turns of a run.
 * @param options Additional options.
 * @returns The sentence: one line, unless lines may only be so wide.
 */
export function explainTurns(
  rows: readonly TurnRow[],
  options: DrawOptions = {},
): string {
  const { color = false } = options;
  return wrapped(styled(sentence(rows, color), "bold", color), options);
}
