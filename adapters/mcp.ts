/**
 * MCP servers for an agent, traced.
 *
 * {@linkcode McpPool} connects the servers of an `mcp.json` and calls their
 * tools: each call is a `tool.call` span in the turn that asked for it, and
 * passes its trace context on to the server. {@linkcode tracedTool} is for the
 * other side: a server whose spans continue the caller's trace.
 *
 * @example Call a tool from an agent's turn
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { loadMcpConfig, McpPool } from "@turnspan/turnspan/mcp";
 * import { assertStringIncludes } from "@std/assert";
 *
 * await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
 *   await using pool = await McpPool.open(await loadMcpConfig("mcp.json"));
 *   await run.turn(async () => {
 *     const { text } = await pool.call({ server: "iot", tool: "sites" });
 *     assertStringIncludes(text, "MAIN");
 *   });
 * });
 * ```
 *
 * @module
 */

import "../tracing/base/needs_deno.ts";

export {
  loadMcpConfig,
  type McpConfigOptions,
  parseMcpConfig,
} from "./mcp/config.ts";
export { McpConfigError } from "./mcp/config_error.ts";
export {
  continueTrace,
  type ContinueTraceOptions,
} from "./mcp/continue_trace.ts";
export { callAsAsked } from "./mcp/call_as_asked.ts";
export { unusableArguments } from "./mcp/unusable_arguments.ts";
export { McpPool } from "./mcp/pool.ts";
export { McpServerError } from "./mcp/server_error.ts";
export { tracedTool } from "./mcp/traced_tool.ts";
export type {
  McpAttributes,
  McpCall,
  McpCallResult,
  McpConfig,
  McpHttpServer,
  McpImage,
  McpPoolOptions,
  McpResultPart,
  McpRun,
  McpScope,
  McpStdioServer,
  McpTool,
  McpToolCall,
  McpToolPool,
  McpToolsList,
  McpTurn,
} from "./mcp/types.ts";
