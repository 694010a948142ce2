import { type Span, text } from "../source/span.ts";
import type { TraceSource } from "../source/trace_source.ts";
import { agentPaths } from "./_agent_paths.ts";
import { isOfRun } from "./_fits.ts";
import { type KindFigures, kindKey } from "./kind_figures.ts";
import { KindSum } from "./_kind_sum.ts";
import type { Ranking } from "./ranking.ts";
import { readInOrder, readInParts, type Visitor } from "./_read_traces.ts";
import { runsOf, type RunTurns } from "./run_turns.ts";
import { Survey } from "./_survey.ts";
import type { TraceTurns } from "./turns_of.ts";

/** Options for {@linkcode readKinds}: which runs are read. */
export interface KindOptions {
  /** Only this runner's runs. */
  readonly runner?: string;
  /** Only runs that started at or after this time, in ms since 1970. */
  readonly sinceMs?: number;
  /** Only these traces. */
  readonly traceIds?: ReadonlySet<string>;
  /** Only this run. */
  readonly runId?: string;
  /**
   * How many spans are held at a time, about.
   *
   * @default {32_768}
   */
  readonly heldSpans?: number;
}

/** What was read. */
export interface ReadKinds extends Omit<Ranking, "rows" | "run"> {
  /** The kinds of runs, sorted by runner and scenario. */
  readonly kinds: readonly KindFigures[];
}

class Gathered implements Visitor {
  readonly survey: Survey = new Survey();
  readonly #sums = new Map<string, KindSum>();
  readonly #options: KindOptions;

  constructor(options: KindOptions) {
    this.#options = options;
  }

  span(span: Span, isWanted: boolean): void {
    this.survey.add(span, isWanted);
    const runner = isWanted ? text(span, "agent.runner") : undefined;
    if (runner !== undefined) this.survey.addRunner(runner);
  }

  trace(trace: TraceTurns): void {
    const scenarios = trace.scenarios();
    for (const run of runsOf(trace.rows(), trace.ledgers())) {
      if (!this.#isAsked(run)) continue;
      const [first] = run.turns;
      const runner = run.runner ?? first?.agent ?? "calls";
      const scenario = scenarios.get(run.runId ?? "");
      const key = JSON.stringify([runner, scenario]);
      const sum = this.#sums.get(key) ?? new KindSum(runner, scenario);
      this.#sums.set(key, sum);
      sum.add(run, agentPaths(run.turns, (id) => trace.startedIn(id)));
    }
  }

  kinds(): KindFigures[] {
    const keyed = Array.from(this.#sums.values(), (sum) => sum.figures())
      .map((kind) => [kindKey(kind), kind] as const);
    return keyed.sort(([a], [b]) => a < b ? -1 : 1).map(([, kind]) => kind);
  }

  /** A run is read whole, or not at all; one that counts nothing says nothing. */
  #isAsked({ turns }: RunTurns): boolean {
    const { sinceMs = -Infinity } = this.#options;
    const [first] = turns;
    return first !== undefined && first.startMs >= sinceMs &&
      isOfRun(first, this.#options) &&
      turns.some(({ promptTokens }) => promptTokens !== undefined);
  }
}

/**
 * Reads what runs sent, by runner, scenario, agent and turn: of several runs of
 * one kind the most of each figure.
 *
 * @param source Where to read.
 * @param options Which runs.
 * @returns The kinds of runs, and how much was read.
 * @throws {SourceError} If the source cannot be read.
 */
export async function readKinds(
  source: TraceSource,
  options: KindOptions = {},
): Promise<ReadKinds> {
  const { heldSpans: room = 32_768, traceIds } = options;
  let found = new Gathered(options);
  if (!await readInOrder(source, { traceIds, room }, found)) {
    found = new Gathered(options);
    await readInParts(source, { traceIds, room: room * 4 }, found);
  }
  return { kinds: found.kinds(), ...found.survey.result() };
}
