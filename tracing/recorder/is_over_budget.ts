import type { SpanScope } from "./_span_scope.ts";
import type { AgentScope } from "./types.ts";

/**
 * Tells whether the run of an agent has used up its token budget, and stops
 * nothing: for a request without which the agent can go on.
 *
 * @param agent The agent.
 * @returns Whether it has.
 */
export function isOverBudget(agent: AgentScope): boolean {
  // Only the recorder makes scopes, and all of them are of this class.
  return (agent as AgentScope & SpanScope).budget?.isPassed === true;
}
