import { type AgentScope, currentAgent, currentTurn } from "@turnspan/turnspan";
import type { NoAnswerError } from "./no_answer_error.ts";

/** The agents whose last reply was no answer, and why. */
const unanswered = new WeakMap<AgentScope, NoAnswerError>();

/**
 * Notes whether the current agent's model has answered. A framework takes a reply
 * that a filter withheld for an empty answer, and not all hand on why.
 *
 * @param error Why there is no answer, or `undefined` where there is one.
 */
export function noteAnswer(error: NoAnswerError | undefined): void {
  const agent = currentAgent();
  if (agent === undefined) return;
  if (error === undefined) {
    unanswered.delete(agent);
    return;
  }
  unanswered.set(agent, error);
  // Its chat has gone well: there was a reply.
  currentTurn()?.fail(error);
}

/**
 * Fails where the last reply to an agent was no answer.
 *
 * @param agent The agent, or none.
 * @throws {NoAnswerError} If its model gave none.
 */
export function checkAnswer(agent: AgentScope | undefined): void {
  const error = agent && unanswered.get(agent);
  if (error !== undefined) throw error;
}
