import { roleOf, rowOf } from "./classify.ts";
import { compareRows, Largest } from "./largest.ts";
import { text } from "../source/span.ts";
import type { SpanQuery, TraceSource } from "../source/trace_source.ts";
import type { TurnRow } from "./turn_row.ts";
import { TraceTurns } from "./turns_of.ts";

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
  /** Only this runner's turns. */
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

/** What was found. */
export interface Ranking {
  /** The turns, the largest prompt first. */
  readonly rows: readonly TurnRow[];
  /** How many spans were read. */
  readonly spans: number;
  /** How many of them were turns or model calls. */
  readonly candidates: number;
  /** How many of those reported no tokens, and so cannot be ranked. */
  readonly withoutUsage: number;
}

/** How much was read. */
type Counts = Omit<Ranking, "rows">;

/** One reading of the source. */
interface Round {
  /** The largest turns and calls that fit the options, the largest first. */
  readonly candidates: readonly TurnRow[];
  /** Whether there are more. */
  readonly isCut: boolean;
  readonly counts: Counts;
}

/**
 * However large a round gets, it holds no more candidates than this: some tens
 * of megabytes. With fewer, a file of little else than repeated calls would be
 * read again and again.
 */
const LARGEST_ROUND = 65_536;

/** Whether a row fits the options that its own span can answer. */
function fits(row: TurnRow, options: RankOptions): boolean {
  const { overTokens, model, sinceMs } = options;
  if (row.promptTokens === undefined) return false;
  if (overTokens !== undefined && row.promptTokens <= overTokens) return false;
  if (sinceMs !== undefined && row.startMs < sinceMs) return false;
  if (row.kind === "turn" && !isOfRun(row, options)) return false;
  return model === undefined ||
    (row.model ?? "").toLowerCase().includes(model.toLowerCase());
}

/** Whether a row is of the run and the runner: a call knows by its trace. */
function isOfRun(row: TurnRow, { runner, runId }: RankOptions): boolean {
  return (runner === undefined || row.runner === runner) &&
    (runId === undefined || row.runId === runId);
}

/** The traces in which a span names the runner: 32 characters each. */
async function tracesOf(
  source: TraceSource,
  runner: string,
  traceIds: ReadonlySet<string> | undefined,
): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const span of source.spans(traceIds && { traceIds })) {
    if (text(span, "agent.runner") === runner) found.add(span.traceId);
  }
  return found;
}

/** Reads the source for the largest `limit` rows that come behind `after`. */
async function readRound(
  source: TraceSource,
  options: RankOptions,
  limit: number,
  after: TurnRow | undefined,
): Promise<Round> {
  const largest = new Largest(limit);
  const counts = { spans: 0, candidates: 0, withoutUsage: 0 };
  for await (const span of source.spans(options satisfies SpanQuery)) {
    counts.spans++;
    const role = roleOf(span);
    if (role !== "turn" && role !== "call") continue;
    if (options.traceIds && !options.traceIds.has(span.traceId)) continue;
    counts.candidates++;
    const row = rowOf(span, role === "turn" ? "turn" : "chat");
    if (row.promptTokens === undefined) counts.withoutUsage++;
    if (!fits(row, options)) continue;
    if (after === undefined || compareRows(row, after) > 0) largest.add(row);
  }
  return { candidates: largest.rows(), isCut: largest.dropped, counts };
}

/**
 * Leaves out the calls that a turn or another call of their trace reports, and
 * adds to the others what their trace says of them.
 */
async function withoutRepeats(
  source: TraceSource,
  rows: readonly TurnRow[],
): Promise<readonly TurnRow[]> {
  const calls = rows.filter(({ kind }) => kind === "chat");
  if (calls.length === 0) return rows;
  const traces = new Map(
    calls.map(({ traceId }) => [traceId, new TraceTurns()]),
  );
  const traceIds = new Set(traces.keys());
  for await (const span of source.spans({ traceIds })) {
    traces.get(span.traceId)?.add(span);
  }
  const whole = new Map<string, TurnRow>();
  for (const trace of traces.values()) {
    for (const row of trace.rows()) whole.set(row.traceId + row.spanId, row);
  }
  return rows.flatMap((row) =>
    row.kind === "turn" ? [row] : whole.get(row.traceId + row.spanId) ?? []
  );
}

/**
 * Lists turns by the size of their prompt, the largest first.
 *
 * The source is read at least twice: once for the largest candidates, which
 * are kept in a heap of fixed size, and once for the traces of those that are
 * model calls, because a call that a turn or another call already reports must
 * not be counted again, and a child is written before its parent. So what is
 * held depends on how many turns are asked for and on how large their traces
 * are (some hundred bytes a span), and not on how much there is to read. Only
 * a search by runner keeps the ids of that runner's traces besides.
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
  const traceIds = runner === undefined
    ? options.traceIds
    : await tracesOf(source, runner, options.traceIds);
  const search = traceIds === undefined ? options : { ...options, traceIds };
  const rows: TurnRow[] = [];
  let counts: Counts | undefined;
  let after: TurnRow | undefined;
  // One call is seen up to three or four times: by its turn, client and proxy.
  let limit = Math.max(32, top * 4);
  while (true) {
    const round = await readRound(source, search, limit, after);
    counts ??= round.counts;
    const found = await withoutRepeats(source, round.candidates);
    for (const row of found) if (isOfRun(row, options)) rows.push(row);
    if (rows.length >= top || !round.isCut) {
      return { rows: rows.slice(0, top), ...counts };
    }
    after = round.candidates.at(-1);
    limit = Math.max(limit, Math.min(limit * 4, LARGEST_ROUND));
  }
}
