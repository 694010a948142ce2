import { shown } from "./_check_options.ts";
import type { TokenBudget } from "./options.ts";

const LIMITS: readonly string[] = [
  "inputTokens",
  "promptTokens",
] satisfies (keyof TokenBudget)[];

/**
 * Checks the limits of a budget. A name that is none is refused too: a limit
 * that does not hold costs money.
 *
 * @returns The limits; `undefined` where there is none.
 * @throws {TypeError} If one cannot be used.
 */
export function checkBudget(
  budget: TokenBudget | undefined,
): TokenBudget | undefined {
  const limits: { -readonly [K in keyof TokenBudget]: TokenBudget[K] } = {};
  for (const [name, value] of Object.entries(budget ?? {})) {
    if (!LIMITS.includes(name)) {
      throw new TypeError(
        `Cannot start a run: its option "budget.${name}" is not known; a budget has inputTokens and promptTokens`,
      );
    }
    if (value === undefined || value === null) continue;
    if (!Number.isSafeInteger(value) || value < 1) {
      const given = typeof value === "number" ? `${value}` : shown(value);
      throw new TypeError(
        `Cannot start a run: its option "budget.${name}" is ${given}, not a whole number from 1 on`,
      );
    }
    limits[name as keyof TokenBudget] = value;
  }
  return Object.keys(limits).length === 0 ? undefined : limits;
}
