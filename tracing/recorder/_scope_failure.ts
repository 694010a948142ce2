import { errorMessage, errorType } from "../privacy/failure.ts";
import type { Failure } from "./trajectory.ts";

/** Why a scope failed. */
export interface ScopeFailure {
  /** What was thrown, or what stands for it. */
  readonly error: unknown;
  /** The value of `error.type`, where it is not the error's own. */
  readonly type?: string | undefined;
  /** Whether something was thrown, and so is an `exception` event. */
  readonly thrown: boolean;
  /** When, in milliseconds since the epoch. */
  readonly time: number;
}

/** The value of `error.type` of a run that went past its budget. */
export const TOKEN_BUDGET = "token_budget";

/**
 * Whether a scope was cut short from outside, so that the program may still use
 * it: it cannot know yet.
 */
export function isCutShort(failure: ScopeFailure | undefined): boolean {
  return failure?.type === "cancelled" || failure?.type === TOKEN_BUDGET;
}

/** A scope's failure as it stands in the trajectory. */
export function trajectoryFailure({ error, type }: ScopeFailure): Failure {
  return { type: type ?? errorType(error), message: errorMessage(error) };
}
