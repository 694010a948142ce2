import type { AgentRun } from "@turnspan/turnspan";

/** Error thrown when an agent needs more turns than it may take. */
export class MaxTurnsError extends Error {
  /** The limit. */
  readonly maxTurns: number;

  /**
   * Constructs a new instance.
   *
   * @param maxTurns The limit.
   */
  constructor(maxTurns: number) {
    super(
      `Cannot take another turn: the limit is ${maxTurns}, set by --max-turns`,
    );
    this.name = "MaxTurnsError";
    this.maxTurns = maxTurns;
  }
}

/**
 * Fails the run, and only the run, where the next turn would be one too many.
 *
 * @param run The run.
 * @param maxTurns How many turns its main agent may take.
 * @throws {MaxTurnsError} If it has taken them all.
 */
export function checkTurnLimit(run: AgentRun, maxTurns: number): void {
  if (run.turnCount < maxTurns) return;
  const error = new MaxTurnsError(maxTurns);
  run.fail(error, "max_turns");
  throw error;
}
