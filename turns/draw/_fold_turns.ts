import type { RunLedger } from "../model/run_ledger.ts";

/** Neighbouring turns that are drawn as one column. */
export interface Fold {
  /** The first of them, by its place among the turns. */
  readonly from: number;
  /** The place behind the last of them. */
  readonly to: number;
}

/** Turns of two agents are one column only where nothing else is left. */
const OTHER_AGENT = 1e15;
/** A turn in which the cache broke is one to be seen. */
const CACHE_BROKEN = 1e12;

/**
 * Folds the columns of a ledger, those first that differ the least: a run of
 * turns in which nothing came and nothing left says as much in one column.
 */
export class TurnFolds {
  readonly #ledger: RunLedger;
  /** Of each line, its tokens in the turns up to each. */
  readonly #sums: readonly (readonly number[])[];
  readonly #folds: Fold[];
  /** How much each fold differs from the next. */
  readonly #costs: number[];

  /** Constructs a new instance, in which nothing is folded. */
  constructor(ledger: RunLedger) {
    this.#ledger = ledger;
    this.#sums = ledger.lines.map(({ inTurns }) => {
      let sum = 0;
      return [0, ...inTurns.map((tokens) => sum += tokens)];
    });
    this.#folds = ledger.turns.map((_, from) => ({ from, to: from + 1 }));
    this.#costs = this.#folds.slice(1).map((_, i) => this.#cost(i));
  }

  /** The columns. */
  get folds(): readonly Fold[] {
    return this.#folds;
  }

  /** Folds the two columns into one that differ the least. */
  fold(): void {
    const least = this.#costs.reduce(
      (least, cost, i) => cost < (this.#costs[least] ?? Infinity) ? i : least,
      0,
    );
    const [one, next] = this.#folds.slice(least, least + 2);
    if (one === undefined || next === undefined) return;
    this.#folds.splice(least, 2, { from: one.from, to: next.to });
    this.#costs.splice(least, 1);
    for (const i of [least - 1, least]) {
      if (i >= 0 && i < this.#costs.length) this.#costs[i] = this.#cost(i);
    }
  }

  #cost(at: number): number {
    const [one, next] = this.#folds.slice(at, at + 2);
    if (one === undefined || next === undefined) return Infinity;
    const { turns } = this.#ledger;
    const [before, after] = [turns[one.from], turns[next.from]];
    const differs = this.#sums.reduce(
      (all, sums) => all + Math.abs(average(sums, one) - average(sums, next)),
      0,
    );
    const isOther = before?.agentSpanId !== after?.agentSpanId ||
      before?.agent !== after?.agent;
    const broke = turns.slice(next.from, next.to)
      .some(({ cacheBrokenBy }) => cacheBrokenBy !== undefined);
    return differs + (isOther ? OTHER_AGENT : 0) + (broke ? CACHE_BROKEN : 0);
  }
}

function average(sums: readonly number[], { from, to }: Fold): number {
  return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
}
