/**
 * Tells the framework's errors apart by their names and marks: their classes
 * are those of the user's version.
 *
 * @module
 */

/** Whether a graph is paused, or goes on as another: nothing has failed. */
export function isBubbleUp(error: unknown): boolean {
  return error instanceof Error && "is_bubble_up" in error &&
    error.is_bubble_up === true;
}

/** Whether a tool's arguments did not fit its schema. */
export function isInvalidInput(error: unknown): boolean {
  return error instanceof Error &&
    error.constructor.name === "ToolInputParsingException";
}

/** Whether a graph took as many steps as it may. */
export function isStepLimit(error: unknown): error is Error {
  return error instanceof Error && error.name === "GraphRecursionError";
}
