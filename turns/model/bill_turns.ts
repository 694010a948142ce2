import { type Span, text } from "../source/span.ts";
import type { TraceSource } from "../source/trace_source.ts";
import { type Bill, BillSum } from "./bill.ts";
import type { BillBy } from "./bill_line.ts";
import { isAsAsked, isOfRun } from "./_fits.ts";
import type { RankOptions } from "./rank.ts";
import type { Ranking } from "./ranking.ts";
import { readInOrder, readInParts, type Visitor } from "./_read_traces.ts";
import { runsOf, type RunTurns } from "./run_turns.ts";
import { Survey } from "./_survey.ts";
import type { TraceTurns } from "./turns_of.ts";

/** Options for {@linkcode billTurns}: which turns are added up. */
export interface BillOptions extends RankOptions {
  /**
   * How many lines at most.
   *
   * @default {Infinity}
   */
  readonly top?: number;
  /**
   * How many spans are held at a time, about: some hundred bytes each. Of a
   * source whose spans are in no order, four times as many.
   *
   * @default {32_768}
   */
  readonly heldSpans?: number;
}

/** A bill, and what there was to read. */
export interface BilledTurns extends Omit<Ranking, "rows" | "run"> {
  /** The bill. */
  readonly bill: Bill;
}

/** What of a run was asked for: of some of its turns, its ledger says nothing. */
function asked(run: RunTurns, options: RankOptions): RunTurns {
  const turns = run.turns.filter((row) =>
    isOfRun(row, options) && isAsAsked(row, options)
  );
  if (turns.length === run.turns.length) return run;
  const { ledger: _, ...others } = run;
  return { ...others, turns };
}

/** What is made of what is read. */
class Gathered implements Visitor {
  readonly sum: BillSum;
  readonly survey: Survey = new Survey();
  readonly #options: RankOptions;

  constructor(by: BillBy, options: RankOptions) {
    this.sum = new BillSum(by);
    this.#options = options;
  }

  span(span: Span, isWanted: boolean): void {
    this.survey.add(span, isWanted);
    const runner = isWanted ? text(span, "agent.runner") : undefined;
    if (runner !== undefined) this.survey.addRunner(runner);
  }

  trace(trace: TraceTurns): void {
    for (const run of runsOf(trace.rows(), trace.ledgers())) {
      this.sum.add(asked(run, this.#options));
    }
  }
}

/**
 * Adds up what turns sent: by source, server, tool, agent, turn, run, runner,
 * model or conversation.
 *
 * A trace is held whole until it is added, since a call that a turn or another
 * call reports must not be counted again, in whatever order and from however
 * many files the spans come. A file that was written as spans end is read once;
 * where they come in another order, and are more than are held at a time, the
 * source is read again for each part of the traces.
 *
 * @param source Where to read.
 * @param by What there is a line for each of.
 * @param options Which turns to add up.
 * @returns The bill, and how much was read.
 * @throws {SourceError} If the source cannot be read.
 */
export async function billTurns(
  source: TraceSource,
  by: BillBy,
  options: BillOptions = {},
): Promise<BilledTurns> {
  const { heldSpans: room = 32_768, top, traceIds } = options;
  let found = new Gathered(by, options);
  if (!await readInOrder(source, { traceIds, room }, found)) {
    found = new Gathered(by, options);
    await readInParts(source, { traceIds, room: room * 4 }, found);
  }
  return { bill: found.sum.bill(top), ...found.survey.result() };
}
