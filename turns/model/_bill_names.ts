import type { RunTurns } from "./run_turns.ts";
import type { SourceTokens } from "./source_tokens.ts";
import type { BillName, PartBy, WholeBy } from "./bill_line.ts";
import type { TurnRow } from "./turn_row.ts";

/** The source of input of which no ledger is known. */
export const UNKNOWN = "unknown";
/** The source of what stands behind the last source that a span names. */
export const OTHER = "other";

/**
 * The sources of a turn's whole input: what its ledger does not hold, such as a
 * second call, is `unknown`.
 */
export function sourcesOfTurn(row: TurnRow): readonly SourceTokens[] {
  const { promptTokens = 0, sources = [] } = row;
  const known = sources.reduce((sum, { tokens }) => sum + tokens, 0);
  return promptTokens === known
    ? sources
    : [...sources, { source: UNKNOWN, tokens: promptTokens - known }];
}

/** Which line of a bill a source is in. */
export function nameOfSource(source: string, by: PartBy): string {
  if (by === "source" || source === UNKNOWN || source === OTHER) return source;
  const definitions = source.startsWith("tools:");
  const slash = source.indexOf("/");
  if (by === "tool") return definitions || slash < 0 ? "(no tool)" : source;
  if (definitions) return source.slice("tools:".length);
  return slash < 0 ? "(no server)" : source.slice(0, slash);
}

/** Which line of a bill a whole turn is in. */
export function nameOfTurn(
  row: TurnRow,
  run: RunTurns,
  by: WholeBy,
): BillName {
  const { runner } = run;
  if (by === "runner") return { name: runner ?? "(no runner)" };
  if (by === "model") return { name: row.model ?? "(no model)" };
  if (by === "conversation") {
    return { name: row.conversation ?? "(no conversation)" };
  }
  const agent = row.agent ?? runner ?? "(no agent)";
  const ofRunner = runner === undefined ? {} : { runner };
  if (by === "agent") return { name: agent, ...ofRunner };
  if (by === "turn") {
    const { turn } = row;
    return turn === undefined
      ? { name: `calls of ${agent}`, ...ofRunner, agent }
      : { name: `turn ${turn} of ${agent}`, ...ofRunner, agent, turn };
  }
  const { traceId, runId } = run;
  return {
    name: runId ?? traceId,
    ...ofRunner,
    traceId,
    ...(runId !== undefined && { runId }),
  };
}
