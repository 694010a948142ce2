/**
 * The framework's errors, by what they say of themselves: their classes are
 * those of the user's version.
 *
 * @module
 */

/** Whether a graph is left for a while, or for another: nothing has failed. */
export function isBubbleUp(error: unknown): boolean {
  return error instanceof Error && "is_bubble_up" in error &&
    error.is_bubble_up === true;
}

/** Whether a tool's arguments did not fit its schema. */
export function isMisfit(error: unknown): boolean {
  return error instanceof Error &&
    error.constructor.name === "ToolInputParsingException";
}

/** Whether a graph took as many steps as it may. */
export function isLimit(error: unknown): error is Error {
  return error instanceof Error && error.name === "GraphRecursionError";
}

/** How deep a chain of causes is followed: it may be a circle. */
const MAX_CAUSES = 16;

/** The error and what it wraps, outermost first. */
export function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let link = error;
  while (link instanceof Error && chain.length < MAX_CAUSES) {
    chain.push(link);
    link = link.cause;
  }
  return chain;
}
