import { resultAsAsked } from "./result_as_asked.ts";
import type { McpCall, McpTool, McpToolPool } from "./types.ts";

/**
 * Calls a tool of a pool with the arguments as a model wrote them. Arguments
 * that are not a JSON object never reach the server: the call is recorded as a
 * failed call of this process, `invalid_arguments`, and the model gets a text
 * that says so.
 *
 * @example Usage
 * ```ts
 * import { callAsAsked, type McpToolPool } from "@turnspan/turnspan/mcp";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * // In place of an McpPool, whose servers would have to be started.
 * const tool = {
 *   server: "iot",
 *   name: "sites",
 *   shownName: "sites",
 *   inputSchema: {},
 * };
 * const pool: McpToolPool = {
 *   tools: [tool],
 *   call: () => Promise.resolve({ text: "MAIN", isError: false }),
 * };
 *
 * assertEquals(await callAsAsked(pool, tool, '{"unit": "Chiller 6"}'), "MAIN");
 * assertStringIncludes(await callAsAsked(pool, tool, '{"unit": '), "JSON");
 * ```
 *
 * @param pool The pool.
 * @param tool One of its tools.
 * @param given The arguments: an object, or the text that the model sent.
 * @param options What else `McpPool.call()` takes.
 * @returns The text for the model.
 * @throws The signal's reason, if the call or its run is cancelled.
 */
export async function callAsAsked(
  pool: McpToolPool,
  tool: McpTool,
  given: unknown,
  options: Pick<McpCall, "callId" | "turn" | "signal"> = {},
): Promise<string> {
  const { text } = await resultAsAsked(pool, tool, given, options);
  return text;
}
