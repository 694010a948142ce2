import { currentRun } from "./current.ts";
import { TokenBudgetError } from "./token_budget_error.ts";
import type { AgentRun } from "./types.ts";

/**
 * Gets the error by which a run has gone past its budget: what frameworks throw
 * then is that error in a wrapper of theirs, or one of their own.
 *
 * @param run The run; the current one unless given.
 * @returns The error; `undefined` where the run is within its budget.
 */
export function budgetError(
  run: AgentRun | undefined = currentRun(),
): TokenBudgetError | undefined {
  const reason: unknown = run?.signal?.reason;
  return reason instanceof TokenBudgetError ? reason : undefined;
}
