import { type Span, text } from "../source/span.ts";
import type { SpanLook } from "../source/span_look.ts";
import { readBatches } from "../source/read_batches.ts";
import type { TraceSource } from "../source/trace_source.ts";
import type { TurnRow } from "./turn_row.ts";
import { runsOf, type RunTurns } from "./run_turns.ts";
import { TraceTurns } from "./turns_of.ts";

/** One run, whole. */
export interface RunTrace {
  /** The id that was found: a run's, or a trace's where it names no run. */
  readonly id: string;
  /** Whether `id` is a run's. */
  readonly isRun: boolean;
  /** Every span of its trace (of its traces, where a run id was used again). */
  readonly spans: readonly Span[];
  /** The run's turns, in order of start. */
  readonly turns: readonly TurnRow[];
  /**
   * The same turns by run: one run, unless a trace with several was asked for.
   */
  readonly runs: readonly RunTurns[];
}

/**
 * Error thrown when no run, or more than one, has the id that was given.
 *
 * @example Usage
 * ```ts
 * import {
 *   FileSource,
 *   loadRun,
 *   RunNotFoundError,
 * } from "@turnspan/turnspan/turns";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const error = await assertRejects(
 *   () => loadRun(source, "boiler-2"),
 *   RunNotFoundError,
 * );
 * assertEquals(error.id, "boiler-2");
 * ```
 */
export class RunNotFoundError extends Error {
  /** The id that was looked for. */
  readonly id: string;
  /** The ids that begin with it; empty when none does. */
  readonly candidates: readonly string[];
  /** How many spans were read. */
  readonly spansRead: number;

  /**
   * Constructs a new instance.
   *
   * @param id The id that was looked for.
   * @param candidates The ids that begin with it.
   * @param spansRead How many spans were read.
   */
  constructor(id: string, candidates: readonly string[], spansRead: number) {
    super(
      candidates.length === 0
        ? `Cannot find run "${id}": no run and no trace has this id`
        : `Cannot find run "${id}": several ids begin with it, ${
          candidates.join(", ")
        }`,
    );
    this.name = "RunNotFoundError";
    this.id = id;
    this.candidates = candidates;
    this.spansRead = spansRead;
  }
}

/** Where a run is. */
export interface RunPlace {
  /** The whole id. */
  readonly id: string;
  /** Whether it is a run's id, and not a trace's. */
  readonly isRun: boolean;
  /** The traces that it is in. */
  readonly traceIds: ReadonlySet<string>;
}

/** Looks at what names a run; of other spans, at whose they are. */
const RUN_IDS: SpanLook = {
  matters: (json) => json.includes("agent.run_id"),
  others: "ids",
  attributes: ["agent.run_id"],
};

/** The shortest beginning of an id that finds it. */
const SHORTEST_PREFIX = 4;
/** More ids than this are not named in an error, and so not kept. */
const NAMED_CANDIDATES = 5;

/**
 * Finds a run by its id, by its trace's id, or by the beginning of either,
 * where only one id begins with it.
 *
 * @example Usage
 * ```ts
 * import { FileSource, findRun } from "@turnspan/turnspan/turns";
 * import { assertEquals } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { id, isRun } = await findRun(source, "chil");
 * assertEquals([id, isRun], ["chiller-6", true]);
 * ```
 *
 * @param source Where to look.
 * @param id The id, or four or more characters of its beginning.
 * @returns Where it is.
 * @throws {RunNotFoundError} If there is none, or more than one.
 */
export async function findRun(
  source: TraceSource,
  id: string,
): Promise<RunPlace> {
  const found = new Map<string, { isRun: boolean; traceIds: Set<string> }>();
  const note = (whole: string | undefined, isRun: boolean, trace: string) => {
    if (whole === undefined) return;
    const begins = id.length >= SHORTEST_PREFIX && whole.startsWith(id);
    if (whole !== id && !begins) return;
    const place = found.get(whole);
    if (place !== undefined) place.traceIds.add(trace);
    else if (whole === id || found.size < NAMED_CANDIDATES) {
      found.set(whole, { isRun, traceIds: new Set([trace]) });
    }
  };
  let spansRead = 0;
  for await (const batch of readBatches(source, undefined, RUN_IDS)) {
    spansRead += batch.length;
    for (const span of batch) {
      note(text(span, "agent.run_id"), true, span.traceId);
      note(span.traceId, false, span.traceId);
    }
  }
  // Of several ids that begin so, one may be the whole of what was asked for.
  const [whole = id] = found.size === 1 ? found.keys() : [];
  const place = found.get(whole);
  if (place === undefined) {
    throw new RunNotFoundError(id, [...found.keys()], spansRead);
  }
  return { id: whole, ...place };
}

/**
 * Loads one run with all its spans.
 *
 * @example Usage
 * ```ts
 * import { FileSource, loadRun } from "@turnspan/turnspan/turns";
 * import { assertEquals } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { turns } = await loadRun(source, "chiller-6");
 * assertEquals(turns.map(({ promptTokens }) => promptTokens), [
 *   412,
 *   655,
 *   14_204,
 * ]);
 * ```
 *
 * @param source Where to look.
 * @param id The run's id or its trace's, or the beginning of one.
 * @returns The run.
 * @throws {RunNotFoundError} If there is none, or more than one.
 * @throws {SourceError} If the source cannot be read.
 */
export async function loadRun(
  source: TraceSource,
  id: string,
): Promise<RunTrace> {
  const place = await findRun(source, id);
  const spans = new Map<string, Span>();
  const { traceIds } = place;
  for await (const batch of readBatches(source, { traceIds })) {
    for (const span of batch) {
      if (traceIds.has(span.traceId)) {
        spans.set(span.traceId + span.spanId, span);
      }
    }
  }
  const all = [...spans.values()];
  const byTrace = Map.groupBy(all, ({ traceId }) => traceId);
  const runs = [...traceIds].flatMap((traceId) => {
    const trace = new TraceTurns();
    for (const span of byTrace.get(traceId) ?? []) trace.add(span);
    return runsOf(trace.rows(), trace.ledgers());
    // A caller's trace may hold other runs too.
  }).filter(({ runId }) => !place.isRun || runId === place.id);
  return {
    id: place.id,
    isRun: place.isRun,
    spans: all,
    turns: runs.flatMap(({ turns }) => turns)
      .sort((a, b) => a.startMs - b.startMs),
    runs,
  };
}
