import type { TurnRow } from "./turn_row.ts";

/** What rows are ordered by. */
export type RowPlace = Pick<
  TurnRow,
  "promptTokens" | "startMs" | "traceId" | "spanId"
>;

/**
 * Orders rows: the largest prompt first, the earliest of equals, and after that
 * by id, so that no two different rows are equal.
 */
export function compareRows(a: RowPlace, b: RowPlace): number {
  const size = (b.promptTokens ?? -1) - (a.promptTokens ?? -1);
  if (size !== 0) return size;
  if (a.startMs !== b.startMs) return a.startMs - b.startMs;
  const [left, right] = [a.traceId + a.spanId, b.traceId + b.spanId];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Finds the turn with the largest prompt.
 *
 * @example Usage
 * ```ts
 * import { FileSource, largestTurn, loadRun } from "@turnspan/turnspan/turns";
 * import { assertEquals } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { turns } = await loadRun(source, "chiller-6");
 * assertEquals(largestTurn(turns)?.promptTokens, 14_204);
 * ```
 *
 * @param rows The turns.
 * @returns The turn, the earliest of equal ones; `undefined` where no turn
 * reported its tokens.
 */
export function largestTurn(rows: readonly TurnRow[]): TurnRow | undefined {
  return rows.filter(({ promptTokens }) => promptTokens !== undefined)
    .toSorted(compareRows)[0];
}

/**
 * Finds where most of a turn's prompt was added: in an earlier turn of its agent
 * if one added more than half of it, and the prompt has not been smaller than
 * that since, as after a summary; otherwise in the turn itself.
 *
 * @example Usage
 * ```ts
 * import {
 *   FileSource,
 *   largestTurn,
 *   loadRun,
 *   mostGrown,
 * } from "@turnspan/turnspan/turns";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const { turns } = await loadRun(source, "chiller-6");
 * const largest = largestTurn(turns);
 * assert(largest !== undefined);
 * assertEquals(mostGrown(turns, largest).grewBy, "iot/history");
 * ```
 *
 * @param rows The turns of a run.
 * @param turn One of them.
 * @returns The turn that added most of the prompt.
 */
export function mostGrown(rows: readonly TurnRow[], turn: TurnRow): TurnRow {
  const before = rows.filter((row) =>
    row !== turn && turn.agentSpanId !== undefined &&
    row.agentSpanId === turn.agentSpanId && row.startMs <= turn.startMs
  ).sort((a, b) => a.startMs - b.startMs);
  return mostGrownOfEach([...before, turn]).get(turn) ?? turn;
}

/**
 * Does what {@linkcode mostGrown} does, for all turns of a trace at once.
 *
 * @param rows The turns, in order of start.
 * @returns Each turn, and where most of its prompt was added.
 */
export function mostGrownOfEach(
  rows: readonly TurnRow[],
): Map<TurnRow, TurnRow> {
  const most = new Map<TurnRow, TurnRow>();
  const ofAgent = new Map<string, TurnRow>();
  for (const row of rows) {
    const { agentSpanId, promptTokens, growthTokens = 0 } = row;
    if (agentSpanId === undefined) continue;
    const earlier = ofAgent.get(agentSpanId);
    const grown = earlier?.growthTokens ?? 0;
    const isGone = promptTokens !== undefined && promptTokens < grown;
    const largest = earlier !== undefined && !isGone && grown > growthTokens
      ? earlier
      : row;
    ofAgent.set(agentSpanId, largest);
    most.set(row, grown * 2 > (promptTokens ?? Infinity) ? largest : row);
  }
  return most;
}

/** Keeps the first `limit` of the rows that are added, each span once. */
export class Largest {
  readonly #limit: number;
  /** A heap, with the last of the rows in order at its top. */
  readonly #heap: TurnRow[] = [];
  readonly #keys = new Set<string>();
  #dropped = false;

  /** Constructs a new instance. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether a row was dropped. */
  get dropped(): boolean {
    return this.#dropped;
  }

  /**
   * Tells whether it makes a difference to add a row. Not where it would be
   * dropped, once others were.
   */
  mayKeep(row: RowPlace): boolean {
    const top = this.#heap[0];
    return !this.#dropped || top === undefined || compareRows(row, top) < 0;
  }

  /** Adds a row. */
  add(row: TurnRow): void {
    const key = row.traceId + row.spanId;
    if (this.#keys.has(key)) return;
    const top = this.#heap[0];
    if (this.#heap.length < this.#limit) {
      this.#heap.push(row);
      this.#rise(this.#heap.length - 1);
    } else {
      this.#dropped = true;
      if (top === undefined || compareRows(row, top) >= 0) return;
      this.#keys.delete(top.traceId + top.spanId);
      this.#heap[0] = row;
      this.#sink(0);
    }
    this.#keys.add(key);
  }

  /** Lists the rows that are kept. */
  rows(): TurnRow[] {
    return this.#heap.toSorted(compareRows);
  }

  #after(a: number, b: number): boolean {
    const [left, right] = [this.#heap[a], this.#heap[b]];
    return left !== undefined && right !== undefined &&
      compareRows(left, right) > 0;
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#heap[a], this.#heap[b]];
    if (left === undefined || right === undefined) return;
    this.#heap[a] = right;
    this.#heap[b] = left;
  }

  #rise(at: number): void {
    for (let i = at; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.#after(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #sink(at: number): void {
    for (let i = at;;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let last = i;
      if (this.#after(left, last)) last = left;
      if (this.#after(right, last)) last = right;
      if (last === i) return;
      this.#swap(i, last);
      i = last;
    }
  }
}
