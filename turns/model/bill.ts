import { nameOfSource, nameOfTurn, sourcesOfTurn } from "./_bill_names.ts";
import type {
  BillBy,
  BillLine,
  BillName,
  PartBy,
  WholeBy,
} from "./bill_line.ts";
import { type BilledTurn, LineSum } from "./_line_sum.ts";
import type { RunTurns } from "./run_turns.ts";
import { sourceCosts } from "./source_costs.ts";
import type { SourceTokens } from "./source_tokens.ts";
import type { TurnRow } from "./turn_row.ts";

/** The input tokens of runs, divided by source, tool, turn or another thing. */
export interface Bill {
  /** What each line is about. */
  readonly by: BillBy;
  /** Input tokens of all that was added, which the lines add up to. */
  readonly tokens: number;
  /** How many turns were added, and model calls outside of any turn. */
  readonly calls: number;
  /** What the calls cost in dollars, as far as a proxy reported it. */
  readonly costUsd?: number;
  /**
   * The lines, the largest first; equal ones in the order in which they came.
   */
  readonly lines: readonly BillLine[];
  /** How many more lines there are, and their tokens. */
  readonly rest: { readonly lines: number; readonly tokens: number };
}

/** More lines are not told apart: some tens of megabytes. */
const MOST_LINES = 65_536;

/**
 * Adds up runs, one after the other: what each source, server, tool, agent,
 * turn, run, runner, model or conversation came to, in tokens.
 *
 * Everything that speaks of a run's tokens is made from it, the sentence as well
 * as the table, so that two of them cannot disagree. What is held depends on how
 * many lines there are, and not on how many turns.
 */
export class BillSum {
  readonly #by: BillBy;
  readonly #lines = new Map<string, LineSum>();
  #tokens = 0;
  #calls = 0;
  #costUsd: number | undefined;
  #restLines = 0;
  #restTokens = 0;

  /**
   * Constructs a new instance.
   *
   * @param by What there is a line for each of.
   */
  constructor(by: BillBy) {
    this.#by = by;
  }

  /**
   * Adds a run. Each run is added once.
   *
   * @param run Its turns.
   */
  add(run: RunTurns): void {
    // Before the turns, so that equals stand in the order of the run's own.
    if (run.ledger !== undefined) this.#addLedger(run.ledger);
    const agents = Map.groupBy(run.turns, agentOf);
    for (const [agent, turns] of agents) {
      const id = run.runId ?? run.traceId;
      for (const [i, row] of turns.entries()) {
        const place = row.turn ?? i;
        this.#addTurn({ row, run: id, agent, place }, run);
      }
    }
    if (this.#by === "run") this.#closeRun(run);
    if (this.#lines.size > MOST_LINES * 2) this.#forgetSmaller();
  }

  /**
   * Makes the bill of what was added.
   *
   * @param most How many lines at most.
   * @returns The bill.
   */
  bill(most = Infinity): Bill {
    const sums = [...this.#lines.values()].filter(({ tokens }) => tokens > 0)
      .sort((a, b) => b.tokens - a.tokens);
    const others = sums.splice(most);
    return {
      by: this.#by,
      tokens: this.#tokens,
      calls: this.#calls,
      ...(this.#costUsd !== undefined && { costUsd: this.#costUsd }),
      lines: sums.map((sum) => sum.line()),
      rest: {
        lines: this.#restLines + others.length,
        tokens: others.reduce(
          (all, { tokens }) => all + tokens,
          this.#restTokens,
        ),
      },
    };
  }

  #addTurn(turn: BilledTurn, run: RunTurns): void {
    const { row } = turn;
    const { promptTokens, costUsd } = row;
    this.#calls++;
    if (costUsd !== undefined) this.#costUsd = (this.#costUsd ?? 0) + costUsd;
    if (promptTokens === undefined) return;
    const by = this.#by;
    // A run's own ledger is of all its calls, and has a place for more sources.
    const isCounted = isWhole(by) || run.ledger === undefined ||
      row.kind === "chat";
    if (isCounted) this.#tokens += promptTokens;
    const sources = sourcesOfTurn(row);
    const held = isWhole(by)
      ? [[nameOfTurn(row, run, by), promptTokens] as const]
      : named(sources, by);
    const costs = isWhole(by) ? undefined : costsByName(row, sources, by);
    for (const [name, tokens] of held) {
      const line = this.#line(name);
      line.addTurn(turn);
      if (isCounted) line.tokens += tokens;
      if (isWhole(by)) line.addSources(sources);
      const usd = costs === undefined ? costUsd : costs.get(name.name);
      if (usd !== undefined) line.addCost(usd);
    }
  }

  #addLedger(ledger: readonly SourceTokens[]): void {
    if (isWhole(this.#by)) return;
    for (const [name, tokens] of named(ledger, this.#by)) {
      this.#line(name).tokens += tokens;
      this.#tokens += tokens;
    }
  }

  /** Forgets what is not told of a run that is added. */
  #closeRun(run: RunTurns): void {
    const [first] = run.turns;
    if (first !== undefined) this.#line(nameOfTurn(first, run, "run")).close();
  }

  /** There is no end of runs and conversations: the smaller ones go together. */
  #forgetSmaller(): void {
    const smaller = [...this.#lines]
      .sort(([, a], [, b]) => b.tokens - a.tokens).slice(MOST_LINES);
    for (const [key, { tokens }] of smaller) {
      this.#lines.delete(key);
      this.#restLines++;
      this.#restTokens += tokens;
    }
  }

  #line(name: BillName): LineSum {
    const { runner, agent, turn, traceId } = name;
    const key = JSON.stringify([name.name, runner, agent, turn, traceId]);
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    const line = new LineSum(name);
    this.#lines.set(key, line);
    return line;
  }
}

/**
 * Makes the bill of some runs.
 *
 * @example What a run was made of
 * ```ts
 * import { billOf, FileSource, loadRun } from "@turnspan/turnspan/turns";
 * import { assertEquals } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { runs } = await loadRun(source, "chiller-6");
 * const [top] = billOf(runs, "source").lines;
 * assertEquals([top?.name, top?.tokens], ["iot/history", 13_518]);
 * ```
 *
 * @param runs The runs, each once.
 * @param by What each line is about.
 * @returns The bill.
 */
export function billOf(runs: Iterable<RunTurns>, by: BillBy): Bill {
  const sum = new BillSum(by);
  for (const run of runs) sum.add(run);
  return sum.bill();
}

/** Whether each turn is wholly of one line. */
function isWhole(by: BillBy): by is WholeBy {
  return by !== "source" && by !== "server" && by !== "tool";
}

/** Sources by the line that they are in. */
function named(
  sources: readonly SourceTokens[],
  by: PartBy,
): (readonly [BillName, number])[] {
  const tokensOf = new Map<string, number>();
  for (const { source, tokens } of sources) {
    const name = nameOfSource(source, by);
    tokensOf.set(name, (tokensOf.get(name) ?? 0) + tokens);
  }
  return [...tokensOf].filter(([, tokens]) => tokens > 0)
    .map(([name, tokens]) => [{ name }, tokens]);
}

/** What of a turn's cost each line has. */
function costsByName(
  row: TurnRow,
  sources: readonly SourceTokens[],
  by: PartBy,
): ReadonlyMap<string, number> {
  const usd = sourceCosts(row, sources) ?? [];
  const costs = new Map<string, number>();
  for (const [place, cost] of usd.entries()) {
    const name = nameOfSource(sources[place]!.source, by);
    costs.set(name, (costs.get(name) ?? 0) + cost);
  }
  return costs;
}

function agentOf({ agentSpanId, traceId, agent = "" }: TurnRow): string {
  return agentSpanId ?? `${traceId} ${agent}`;
}
