import type { SourceTokens } from "./source_tokens.ts";
import type { TurnRow } from "./turn_row.ts";

/** The turns of one run, and what the run's own span says of them. */
export interface RunTurns {
  /** The trace that it is in. */
  readonly traceId: string;
  /** The run's id; absent for model calls that are in no run. */
  readonly runId?: string;
  /** The runner, where it is known. */
  readonly runner?: string;
  /** Its turns and those of agents inside, in order of start. */
  readonly turns: readonly TurnRow[];
  /**
   * What each source came to over the run, as its span says. It counts every
   * model call, a turn only its first. Absent where that span is missing, was
   * written by an older version, or `turns` are only some of the run's.
   */
  readonly ledger?: readonly SourceTokens[];
}

/** What a run's span says. */
export interface SaidLedger {
  /** The run's id. */
  readonly runId: string;
  /** What each source came to. */
  readonly ledger: readonly SourceTokens[];
}

/**
 * Sorts the turns of one trace by their run: a caller's trace may hold several.
 *
 * @param rows The turns of one trace.
 * @param ledgers What the spans of its runs say.
 * @returns The runs, in order of their first turn.
 */
export function runsOf(
  rows: readonly TurnRow[],
  ledgers: readonly SaidLedger[] = [],
): RunTurns[] {
  const said = Map.groupBy(ledgers, ({ runId }) => runId);
  const runs = Map.groupBy(
    rows,
    ({ traceId, runId }) => `${traceId} ${runId ?? ""}`,
  );
  return [...runs.values()].flatMap((turns) => {
    const [first] = turns;
    if (first === undefined) return [];
    const { traceId, runId } = first;
    const runner = turns.find((row) => row.runner !== undefined)?.runner;
    // An id that was used again in the same trace is of two runs.
    const own = runId === undefined ? [] : said.get(runId) ?? [];
    const [ledger] = own.length === 1 ? own : [];
    return [{
      traceId,
      ...(runId !== undefined && { runId }),
      ...(runner !== undefined && { runner }),
      turns,
      ...(ledger !== undefined && { ledger: ledger.ledger }),
    }];
  });
}
