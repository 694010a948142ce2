/**
 * Agents of the [OpenAI Agents SDK](https://openai.github.io/openai-agents-js/),
 * traced.
 *
 * Call {@linkcode traceRunner} once, and every run of an agent has its trace.
 * {@linkcode mcpTools} gives an agent the tools of MCP servers, whose calls
 * pass the trace on.
 *
 * Nothing of the SDK is imported here: the version that a program uses is the
 * one that runs. {@linkcode SUPPORTED_OPENAI_AGENTS} says which are supported.
 *
 * @example One line in a program
 * ```ts ignore
 * // Not run: needs a key of OpenAI's.
 * import { Agent, run, Runner } from "@openai/agents";
 * import { initTracing } from "@turnspan/turnspan";
 * import { traceRunner } from "@turnspan/turnspan/openai-agents";
 *
 * await using _tracing = await initTracing("my-agent");
 * traceRunner(Runner);
 *
 * const agent = new Agent({ name: "poet", instructions: "Write a haiku" });
 * const { finalOutput } = await run(agent, "About traces");
 * ```
 *
 * @module
 */

import "../tracing/base/needs_deno.ts";

export type {
  McpAttributes,
  McpCall,
  McpCallResult,
  McpImage,
  McpResultPart,
  McpScope,
  McpTool,
  McpToolCall,
  McpToolPool,
  McpTurn,
} from "./mcp/types.ts";
export {
  type McpToolDetails,
  type McpToolOptions,
  mcpTools,
  type McpToolsOptions,
} from "./openai_agents/mcp_tools.ts";
export {
  type RunnerClass,
  SUPPORTED_OPENAI_AGENTS,
  traceRunner,
} from "./openai_agents/trace_runner.ts";
