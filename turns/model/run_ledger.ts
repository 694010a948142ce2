import { sourcesOfTurn } from "./_bill_names.ts";
import type { RunTurns } from "./run_turns.ts";
import type { TurnRow } from "./turn_row.ts";

/** One source over a run. */
export interface LedgerLine {
  /** The source; `unknown` for input of which no ledger is known. */
  readonly source: string;
  /** Its tokens in all turns. */
  readonly tokens: number;
  /** Its tokens in each turn, in the order of the turns. */
  readonly inTurns: readonly number[];
}

/** A run as a table: a line a source, a column a turn. */
export interface RunLedger {
  /** Its turns: of the agent that sent the first, then of each further one. */
  readonly turns: readonly TurnRow[];
  /** Its sources, the largest first. Of each turn they add up to its input. */
  readonly lines: readonly LedgerLine[];
  /** Input tokens of all turns. */
  readonly tokens: number;
}

/**
 * Lays out what each turn of a run was made of.
 *
 * A turn's ledger is of its first call, so the input of further ones is
 * `unknown` here, as is that of a call of which no ledger could be made.
 *
 * @param run The run.
 * @returns Its ledger, turn by turn.
 */
export function runLedger({ turns: rows }: RunTurns): RunLedger {
  const agents = Map.groupBy(
    rows,
    ({ agentSpanId, agent }) => agentSpanId ?? agent,
  );
  const turns = [...agents.values()].flat();
  const found = new Map<string, number[]>();
  for (const [i, row] of turns.entries()) {
    for (const { source, tokens } of sourcesOfTurn(row)) {
      const inTurns = found.get(source) ?? turns.map(() => 0);
      inTurns[i] = (inTurns[i] ?? 0) + tokens;
      found.set(source, inTurns);
    }
  }
  const lines = Array.from(found, ([source, inTurns]) => ({
    source,
    tokens: inTurns.reduce((sum, tokens) => sum + tokens, 0),
    inTurns,
  })).filter(({ tokens }) => tokens > 0).sort((a, b) => b.tokens - a.tokens);
  const tokens = turns.reduce((sum, row) => sum + (row.promptTokens ?? 0), 0);
  return { turns, lines, tokens };
}
