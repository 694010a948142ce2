import { TokenBudgetError } from "./token_budget_error.ts";

/**
 * Runs what an adapter opens a model call with. Whatever goes wrong in it is not
 * the program's concern, but for a budget that is used up: the framework is then
 * not to ask its model.
 *
 * @typeParam R The type that `open` returns.
 * @param open What to do.
 * @returns What `open` returns; `undefined` where it failed.
 * @throws {TokenBudgetError} If the run has gone past its budget.
 */
export function guardedStart<R>(open: () => R): R | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof TokenBudgetError) throw error;
    return undefined;
  }
}
