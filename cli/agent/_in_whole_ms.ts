import type { AgentResult } from "../../runners/shared/agent_result.ts";

/**
 * Rounds the times of a result, which are measured in fractions of a
 * millisecond that say nothing.
 */
export function inWholeMs(result: AgentResult): AgentResult {
  const turns = result.trajectory.turns.map((turn) => ({
    ...rounded(turn),
    toolCalls: turn.toolCalls.map(rounded),
  }));
  return { ...rounded(result), trajectory: { ...result.trajectory, turns } };
}

function rounded<T extends { readonly durationMs: number }>(timed: T): T {
  return { ...timed, durationMs: Math.round(timed.durationMs) };
}
