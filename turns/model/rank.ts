import {
  compareRows,
  Largest,
  mostGrownOfEach,
  type RowPlace,
} from "./largest.ts";
import { CALLS_ONLY, inputTokens, rowOf } from "./classify.ts";
import { readBatches } from "../source/read_batches.ts";
import { type Span, text } from "../source/span.ts";
import type { SpanLook } from "../source/span_look.ts";
import type { SpanQuery, TraceSource } from "../source/trace_source.ts";
import { isAsAsked, isOfRun } from "./_fits.ts";
import { isRunner } from "./is_runner.ts";
import type { Ranking } from "./ranking.ts";
import { runsOf, type RunTurns } from "./run_turns.ts";
import { Survey } from "./_survey.ts";
import type { TurnRow } from "./turn_row.ts";
import { TraceTurns } from "./turns_of.ts";
import { withOrigin } from "./_with_origin.ts";

/** Options for {@linkcode rankTurns}. */
export interface RankOptions {
  /**
   * How many turns to list.
   *
   * @default {10}
   */
  readonly top?: number;
  /** Only prompts of more tokens than this. */
  readonly overTokens?: number;
  /** Only this runner's turns, with `-` or `_` between its words. */
  readonly runner?: string;
  /** Only models whose name contains this, in upper or lower case. */
  readonly model?: string;
  /** Only what started at or after this time, in milliseconds since 1970. */
  readonly sinceMs?: number;
  /** Only these traces. */
  readonly traceIds?: ReadonlySet<string>;
  /** Only this run's turns. */
  readonly runId?: string;
}

/** One reading of the source. */
interface Round {
  /** The largest turns and calls that fit the options, the largest first. */
  readonly candidates: readonly TurnRow[];
  /** Whether there are more. */
  readonly isCut: boolean;
  readonly counts: Survey;
}

/**
 * However large a round gets, it holds no more candidates than this: some tens
 * of megabytes. With fewer, a file of little else than repeated calls would be
 * read again and again.
 */
const LARGEST_ROUND = 65_536;

/** Whether a row fits the options that its own span can answer. */
function fits(row: TurnRow, options: RankOptions): boolean {
  if (row.promptTokens === undefined || !isAsAsked(row, options)) return false;
  return row.kind !== "turn" || isOfRun(row, options);
}

/** Looks at calls, and at what names a runner. */
const RUNNERS: SpanLook = {
  ...CALLS_ONLY,
  matters: (json) => CALLS_ONLY.matters(json) || json.includes("agent.runner"),
};

/** Reads the source once, to see what there is and which traces a runner has. */
async function surveyFor(
  source: TraceSource,
  runner: string,
  traceIds: ReadonlySet<string> | undefined,
): Promise<{ survey: Survey; found: Set<string> }> {
  const found = new Set<string>();
  const survey = new Survey();
  const spans = readBatches(source, traceIds && { traceIds }, RUNNERS);
  for await (const batch of spans) {
    for (const span of batch) {
      if (traceIds !== undefined && !traceIds.has(span.traceId)) continue;
      survey.add(span);
      const named = text(span, "agent.runner");
      if (named === undefined) continue;
      survey.addRunner(named);
      if (isRunner(named, runner)) found.add(span.traceId);
    }
  }
  return { survey, found };
}

/** What a row is ordered by. */
function placeOf(span: Span): RowPlace {
  const { traceId, spanId, startMs } = span;
  const promptTokens = inputTokens(span);
  return {
    traceId,
    spanId,
    startMs,
    ...(promptTokens !== undefined && { promptTokens }),
  };
}

/** Reads the source for the largest `limit` rows that come behind `after`. */
async function readRound(
  source: TraceSource,
  options: RankOptions,
  limit: number,
  after: TurnRow | undefined,
): Promise<Round> {
  const largest = new Largest(limit);
  const counts = new Survey();
  const query: SpanQuery = options;
  for await (const batch of readBatches(source, query, CALLS_ONLY)) {
    for (const span of batch) {
      const isWanted = options.traceIds?.has(span.traceId) ?? true;
      const kind = counts.add(span, isWanted);
      if (kind === undefined || !largest.mayKeep(placeOf(span))) continue;
      const row = rowOf(span, kind);
      if (!fits(row, options)) continue;
      if (after !== undefined && compareRows(row, after) <= 0) continue;
      // What it is made of is read again with its trace, and is many times larger.
      const { sources: _, ...small } = row;
      largest.add(small);
    }
  }
  return { candidates: largest.rows(), isCut: largest.dropped, counts };
}

function runOf(
  row: TurnRow | undefined,
  runs: readonly RunTurns[],
): RunTurns | undefined {
  return runs.find(({ traceId, runId }) =>
    traceId === row?.traceId && runId === row.runId
  );
}

/** Rows as their traces tell them. */
interface Whole {
  readonly rows: readonly TurnRow[];
  /** The runs that they are of, and others of the same traces. */
  readonly runs: readonly RunTurns[];
}

/**
 * Leaves out the calls that a turn or another call of their trace reports, and
 * adds to the others what their trace says of them.
 */
async function withTraces(
  source: TraceSource,
  rows: readonly TurnRow[],
): Promise<Whole> {
  if (rows.length === 0) return { rows, runs: [] };
  const traces = new Map(
    rows.map(({ traceId }) => [traceId, new TraceTurns()]),
  );
  const traceIds = new Set(traces.keys());
  for await (const batch of readBatches(source, { traceIds })) {
    for (const span of batch) traces.get(span.traceId)?.add(span);
  }
  const whole = new Map<string, TurnRow>();
  const runs: RunTurns[] = [];
  for (const trace of traces.values()) {
    const all = trace.rows();
    runs.push(...runsOf(all, trace.ledgers()));
    const origins = mostGrownOfEach(all);
    for (const row of all) {
      const { traceId, spanId } = row;
      whole.set(traceId + spanId, withOrigin(row, origins.get(row) ?? row));
    }
  }
  const found = rows.flatMap(({ traceId, spanId }) =>
    whole.get(traceId + spanId) ?? []
  );
  return { rows: found, runs };
}

/**
 * Lists turns by the size of their prompt, the largest first.
 *
 * The source is read at least twice: once for the largest candidates, which are
 * kept in a heap of fixed size, and once for the traces of those, because a
 * call that a turn or another call already reports must not be counted again,
 * and most of a prompt may have come in an earlier turn. So the memory that it
 * takes depends on how many turns are asked for and on how large their traces
 * are (some hundred bytes a span), and not on how much there is to read. A
 * search by runner also keeps the ids of that runner's traces, and a
 * {@linkcode FileSource} where in its files the traces are (a few bytes a span,
 * at most).
 *
 * @example Usage
 * ```ts
 * import { FileSource, rankTurns } from "@turnspan/turnspan/turns";
 * import { assertEquals } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { rows: [largest] } = await rankTurns(source, { top: 1 });
 * assertEquals([largest?.turn, largest?.promptTokens], [3, 14_204]);
 * ```
 *
 * @param source Where to read.
 * @param options What to look for.
 * @returns The turns, and how much was read.
 * @throws {SourceError} If the source cannot be read.
 */
export async function rankTurns(
  source: TraceSource,
  options: RankOptions = {},
): Promise<Ranking> {
  const { top = 10, runner } = options;
  const { survey, found: traceIds } = runner === undefined
    ? { survey: undefined, found: options.traceIds }
    : await surveyFor(source, runner, options.traceIds);
  if (survey !== undefined && traceIds?.size === 0) {
    return { rows: [], ...survey.result() };
  }
  const search = traceIds === undefined ? options : { ...options, traceIds };
  const rows: TurnRow[] = [];
  let counts: Survey | undefined;
  let after: TurnRow | undefined;
  let run: RunTurns | undefined;
  // One call is seen up to three or four times: by its turn, client and proxy.
  let limit = Math.max(32, top * 4);
  while (true) {
    const round = await readRound(source, search, limit, after);
    counts ??= round.counts;
    const found = await withTraces(source, round.candidates);
    for (const row of found.rows) if (isOfRun(row, options)) rows.push(row);
    run ??= runOf(rows[0], found.runs);
    if (rows.length >= top || !round.isCut) {
      return {
        rows: rows.slice(0, top),
        ...(run !== undefined && { run }),
        ...counts.result(survey),
      };
    }
    after = round.candidates.at(-1);
    limit = Math.max(limit, Math.min(limit * 4, LARGEST_ROUND));
  }
}
