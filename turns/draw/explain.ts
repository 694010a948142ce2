import { printableLine } from "../../tracing/base/printable.ts";
import { largestTurn, mostGrown } from "../model/largest.ts";
import type { DrawOptions } from "./draw_tree.ts";
import { count, size, styled } from "./format.ts";
import { growthStyle } from "./growth_style.ts";
import { largestPart } from "./_largest_part.ts";
import { lifeCost } from "./_life_cost.ts";
import { madeOf } from "./_made_of.ts";
import { runsOf, type RunTurns } from "../model/run_turns.ts";
import { percent } from "./percent.ts";
import { sourceInWords } from "./_source_in_words.ts";
import type { PromptBytes, TurnRow } from "../model/turn_row.ts";
import { wrapped } from "./wrapped.ts";

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

function cause(row: TurnRow, share: string): string {
  const { grewBy, growthTokens, turn } = row;
  if (turn === 1) return bulk(row);
  if (grewBy === undefined) {
    const grew = growthTokens === undefined || growthTokens > 0;
    return grew ? "; what made it grow is not known" : "";
  }
  return growthTokens === undefined || growthTokens > 0
    ? `; ${sourceOf(row)} made it grow${amountOf(row, share)}`
    : `; most of what was new came from ${sourceOf(row)}${
      amountOf(row, share)
    }`;
}

/** What made the largest prompt large, where that was in an earlier turn. */
function earlierCause(row: TurnRow, share: string): string {
  return `; most of it came in turn ${row.turn}, by ${sourceOf(row)}${
    amountOf(row, share)
  }`;
}

function sourceOf({ grewBy = "" }: TurnRow): string {
  return sourceInWords(grewBy);
}

/** How much of the prompt its cause is: in tokens, in an older trace in bytes. */
function amountOf(
  { grewByTokens, grewByBytes }: TurnRow,
  share: string,
): string {
  if (grewByTokens !== undefined) {
    return ` (${count(grewByTokens)} tokens${share})`;
  }
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
  } (${size(total(largest))}${cause(largest, "")}).`;
}

/** Options for {@linkcode explainTurns}. */
export interface ExplainOptions extends DrawOptions {
  /** The runs that the turns belong to, with their own ledgers where known. */
  readonly runs?: readonly RunTurns[];
  /** The turn to explain; the one with the largest prompt unless given. */
  readonly turn?: TurnRow;
}

/** Why a prompt is large, and what it is made of. */
function why(largest: TurnRow, most: TurnRow): string {
  const { sources: [top] = [], promptTokens = 0, partial } = largest;
  if (top !== undefined && largest.turn === 1) return madeOf(largest, false);
  // All that the prompt holds of its largest source is what made it grow.
  const isTop = top !== undefined && top.source === most.grewBy &&
    top.tokens === most.grewByTokens;
  const share = isTop ? `, ${percent(top.tokens, promptTokens)} of it` : "";
  const said = most === largest
    ? cause(largest, share)
    : earlierCause(most, share);
  const held = partial ? "; the provider held some more of it" : "";
  return said + madeOf(largest, isTop) + held;
}

/** The sentence, with its cause stressed where that made most of the prompt. */
function sentence(
  rows: readonly TurnRow[],
  { turn, color = false }: ExplainOptions,
): string {
  if (rows.length === 0) return "There is no turn and no model call in it.";
  const largest = turn ?? largestTurn(rows);
  if (largest?.promptTokens === undefined) return withoutUsage(rows);
  const { promptTokens, growthTokens } = largest;
  const found = mostGrown(rows, largest);
  const most = found.grewBy === undefined ? largest : found;
  const { grewBy } = most;
  const isEarlier = most !== largest && grewBy !== undefined;
  const style = growthStyle(
    { promptTokens, growthTokens, ...(isEarlier && { cameIn: { grewBy } }) },
    promptTokens,
  );
  const reason = why(largest, most);
  return `${nameOf(largest)} sent the largest prompt: ${
    count(promptTokens)
  } tokens${comparison(largest)}${
    style === undefined ? reason : styled(reason, style, color)
  }.`;
}

/** What the largest turn's run spent the most on. */
function lifeCostOf(
  rows: readonly TurnRow[],
  options: ExplainOptions,
): string | undefined {
  const { runs = runsOf(rows), color = false } = options;
  const { turn: largest = largestTurn(rows) } = options;
  const run = runs.find(({ traceId, runId }) =>
    traceId === largest?.traceId && runId === largest.runId
  );
  return run && lifeCost(run, color);
}

/**
 * Answers the question in a sentence or two: which turn sent the largest
 * prompt, how large it was, how much larger than the turn before, what made it
 * grow and what it is made of; and what the costliest source came to over the
 * whole run. With colours all of it is bold.
 *
 * @example Usage
 * ```ts
 * import { explainTurns, FileSource, loadRun } from "@turnspan/turnspan/turns";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { turns, runs } = await loadRun(source, "chiller-6");
 * assertStringIncludes(
 *   explainTurns(turns, { runs }),
 *   "Turn 3 of plant_agent sent the largest prompt: 14,204 tokens",
 * );
 * ```
 *
 * @param rows The turns of a run.
 * @param options Additional options.
 * @returns The sentences, a line each; wrapped where `columns` is given.
 */
export function explainTurns(
  rows: readonly TurnRow[],
  options: ExplainOptions = {},
): string {
  const { color = false } = options;
  return [sentence(rows, options), lifeCostOf(rows, options)]
    .filter((line) => line !== undefined)
    .map((line) => wrapped(styled(line, "bold", color), options)).join("\n");
}
