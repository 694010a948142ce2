import { UsageError } from "../../command_line/usage_error.ts";

/** Nothing that a person can see: white space, and what has no width. */
const NOTHING = /^[\s\p{C}]*$/u;

/**
 * Takes a question as it was typed, or read from a pipe.
 *
 * @param text The question.
 * @param problem What is wrong with an empty one.
 * @returns The question, without white space around it.
 * @throws {UsageError} If there is nothing in it.
 */
export function askedQuestion(
  text: string,
  problem = "Cannot ask an empty question; see --help",
): string {
  if (NOTHING.test(text)) throw new UsageError(problem);
  return text.trim();
}
