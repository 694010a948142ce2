import type { AgentScope } from "@turnspan/turnspan";

/** Error thrown when an agent needs more turns than it may take. */
export class MaxTurnsError extends Error {
  /** The limit. */
  readonly maxTurns: number;

  /** Constructs a new instance. */
  constructor(maxTurns: number) {
    super(
      `Cannot take another turn: the limit is ${maxTurns}, set by --max-turns`,
    );
    this.name = "MaxTurnsError";
    this.maxTurns = maxTurns;
  }
}

/**
 * Fails an agent, and only it, where its next turn would be one too many.
 *
 * @param agent The agent: the run's own, or one inside.
 * @param maxTurns How many turns it may take.
 * @throws {MaxTurnsError} If it has taken them all.
 */
export function checkTurnLimit(agent: AgentScope, maxTurns: number): void {
  if (agent.turnCount < maxTurns) return;
  const error = new MaxTurnsError(maxTurns);
  agent.fail(error, "max_turns");
  throw error;
}
