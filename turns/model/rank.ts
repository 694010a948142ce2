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

/** Counts what the first reading meets. */
interface Counts {
  spans: number;
  candidates: number;
  withoutUsage: number;
}

/** However large a round gets, it holds no more candidates than this. */
const LARGEST_ROUND = 4096;

function fits(row: TurnRow, options: RankOptions): boolean {
  const { overTokens, model, sinceMs } = options;
  if (row.promptTokens === undefined) return false;
  if (overTokens !== undefined && row.promptTokens <= overTokens) return false;
  if (sinceMs !== undefined && row.startMs < sinceMs) return false;
  return model === undefined ||
    (row.model ?? "").toLowerCase().includes(model.toLowerCase());
}

/** What only a row that was put together with its trace can answer. */
function belongs(row: TurnRow, { runner, runId }: RankOptions): boolean {
  if (runner !== undefined && row.runner !== runner) return false;
  return runId === undefined || row.runId === runId;
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

async function collect(
  source: TraceSource,
  options: RankOptions,
  round: { limit: number; after: TurnRow | undefined; counts: Counts },
): Promise<Largest> {
  const largest = new Largest(round.limit);
  const { counts, after } = round;
  for await (const span of source.spans(options satisfies SpanQuery)) {
    counts.spans++;
    const role = roleOf(span);
    if (role !== "turn" && role !== "call") continue;
    if (options.traceIds && !options.traceIds.has(span.traceId)) continue;
    counts.candidates++;
    const row = rowOf(span, role === "turn" ? "turn" : "chat");
    if (row.promptTokens === undefined) counts.withoutUsage++;
    if (!fits(row, options)) continue;
    if (role === "turn" && !belongs(row, options)) continue;
    if (after === undefined || compareRows(row, after) > 0) largest.add(row);
  }
  return largest;
}

/** Puts the traces of model calls together; calls seen twice drop out. */
async function settle(
  source: TraceSource,
  rows: TurnRow[],
): Promise<TurnRow[]> {
  const calls = rows.filter(({ kind }) => kind === "chat");
  if (calls.length === 0) return rows;
  const traces = new Map(
    calls.map(({ traceId }) => [traceId, new TraceTurns()]),
  );
  const traceIds = new Set(traces.keys());
  for await (const span of source.spans({ traceIds })) {
    traces.get(span.traceId)?.add(span);
  }
  const settled = new Map<string, TurnRow>();
  for (const trace of traces.values()) {
    for (const row of trace.rows()) settled.set(row.traceId + row.spanId, row);
  }
  return rows.flatMap((row) =>
    row.kind === "turn" ? [row] : settled.get(row.traceId + row.spanId) ?? []
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
  for (;;) {
    const met: Counts = { spans: 0, candidates: 0, withoutUsage: 0 };
    const largest = await collect(source, search, {
      limit,
      after,
      counts: met,
    });
    counts ??= met;
    const candidates = largest.rows();
    const settled = await settle(source, candidates);
    rows.push(...settled.filter((row) => belongs(row, options)));
    if (rows.length >= top || !largest.dropped) break;
    after = candidates.at(-1);
    limit = Math.max(limit, Math.min(limit * 4, LARGEST_ROUND));
  }
  return { rows: rows.slice(0, top), ...counts };
}
