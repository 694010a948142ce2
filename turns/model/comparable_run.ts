import type { Span } from "../source/span.ts";
import type { TraceSource } from "../source/trace_source.ts";
import { agentPaths, type AgentTurns } from "./_agent_paths.ts";
import { readInOrder, readInParts, type Visitor } from "./_read_traces.ts";
import { runsOf, type RunTurns } from "./run_turns.ts";
import { TraceTurns } from "./turns_of.ts";

/** A run with what it takes to compare it with another. */
export interface ComparableRun {
  /** The run. */
  readonly run: RunTurns;
  /** Its agents, named so that they are the same in another run. */
  readonly agents: readonly AgentTurns[];
  /** The scenario, where the run names one. */
  readonly scenario?: string;
}

function comparable(run: RunTurns, trace: TraceTurns): ComparableRun {
  const scenario = trace.scenarios().get(run.runId ?? "");
  return {
    run,
    agents: agentPaths(run.turns, (id) => trace.startedIn(id)),
    ...(scenario !== undefined && { scenario }),
  };
}

/**
 * Makes a run comparable.
 *
 * @param run The run.
 * @param spans The spans of its trace, others among them or not.
 * @returns The run and its agents.
 */
export function comparableRun(
  run: RunTurns,
  spans: Iterable<Span>,
): ComparableRun {
  const trace = new TraceTurns();
  for (const span of spans) if (span.traceId === run.traceId) trace.add(span);
  return comparable(run, trace);
}

/** Runs, the last of each kind. */
class LastRuns implements Visitor {
  readonly runs = new Map<string, ComparableRun>();

  span(): void {}

  trace(trace: TraceTurns): void {
    for (const run of runsOf(trace.rows(), trace.ledgers())) {
      const found = comparable(run, trace);
      const [first] = run.turns;
      const key = JSON.stringify([run.runner ?? first?.agent, found.scenario]);
      const [known] = this.runs.get(key)?.run.turns ?? [];
      if (known !== undefined && known.startMs > (first?.startMs ?? 0)) {
        continue;
      }
      this.runs.set(key, found);
    }
  }
}

/**
 * Reads the last run of each kind: of each runner and scenario.
 *
 * @param source Where to read.
 * @returns The runs, by their kind.
 * @throws {SourceError} If the source cannot be read.
 */
export async function lastRuns(
  source: TraceSource,
): Promise<ReadonlyMap<string, ComparableRun>> {
  const room = 32_768;
  const found = new LastRuns();
  if (await readInOrder(source, { room }, found)) return found.runs;
  const again = new LastRuns();
  await readInParts(source, { room: room * 4 }, again);
  return again.runs;
}
