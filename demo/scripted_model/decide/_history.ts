import type { Facts, Outcome } from "./_facts.ts";
import { isJson, type Json } from "../../../tracing/base/json.ts";
import { text } from "./json.ts";

const HOUR_MS = 3_600_000;

/** Windows below this are not cut again: they cannot be what is too much. */
const FEWEST_HOURS = 48;

/**
 * How an agent's framework says that it put a result into a file, because it
 * was too large for the conversation. A history is one line, of which its file
 * tools give the beginning only: smaller windows are what helps.
 */
const PUT_AWAY = /^\s*Tool result too large\b/;

/** Whether a result was put away instead of being handed to the model. */
export function wasPutAway({ text }: Outcome): boolean {
  return PUT_AWAY.test(text);
}

/**
 * The history that the conversation holds: where it was read in several
 * windows, all of them together.
 *
 * @returns Nothing where none was read, or where a window is missing.
 */
export function historyIn(facts: Facts): unknown {
  const outcomes = readingsIn(facts);
  const read = outcomes.flatMap(({ failed, value }) =>
    !failed && isJson(value) ? [value] : []
  );
  if (!outcomes.some(wasPutAway)) return read.at(-1);
  const missing = outcomes.some((outcome) =>
    outcome.failed && (halves(outcome.call.args).length === 0 ||
      windowsLeft(facts, outcome).length > 0)
  );
  return missing ? undefined : joined(read);
}

/**
 * The windows that are to be read next, because a larger one was put away: the
 * arguments of `history` for each.
 */
export function smallerWindows(facts: Facts): Json[] {
  return readingsIn(facts).filter(wasPutAway)
    .flatMap((outcome) => windowsLeft(facts, outcome));
}

function readingsIn(facts: Facts): Outcome[] {
  return facts.outcomes.filter(({ tool }) => tool === "history");
}

function windowsLeft(facts: Facts, { call }: Outcome): Json[] {
  return halves(call.args).filter((half) =>
    !facts.calls.some(({ args }) =>
      args.from === half.from && args.to === half.to
    )
  );
}

/** The two halves of a window; none if it is small. */
function halves(args: Json): Json[] {
  const [from, to] = [args.from, args.to].map((time) =>
    Date.parse(text(time) ?? "")
  );
  const hours = Math.round((to! - from!) / HOUR_MS) + 1;
  if (Number.isNaN(hours) || hours < FEWEST_HOURS) return [];
  const second = from! + Math.floor(hours / 2) * HOUR_MS;
  return [
    { ...args, to: timeOf(second - HOUR_MS) },
    { ...args, from: timeOf(second) },
  ];
}

function timeOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}

/** Windows of one history, in the order of time. */
function joined(windows: readonly Json[]): Json {
  const rows = windows.flatMap(({ rows }) => rows)
    .filter((row) => Array.isArray(row));
  return {
    ...windows.at(-1),
    rows: rows.toSorted((a, b) => a[0] < b[0] ? -1 : 1),
  };
}
