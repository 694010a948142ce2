/**
 * The result for a model that called a tool with arguments that are not a JSON
 * object. It is the same for every agent.
 *
 * @example Usage
 * ```ts
 * import { unusableArguments } from "@turnspan/turnspan/mcp";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   unusableArguments("history"),
 *   'The arguments of "history" are not a JSON object',
 * );
 * ```
 *
 * @param shownName The tool's name, as the model was shown it.
 * @returns The text.
 */
export function unusableArguments(shownName: string): string {
  return `The arguments of "${shownName}" are not a JSON object`;
}
