/**
 * Agents of [LangChain](https://docs.langchain.com/oss/javascript/langchain/agents)
 * and [deepagents](https://docs.langchain.com/oss/javascript/deepagents/overview),
 * traced.
 *
 * Put {@linkcode traceAgent} around an agent where it is made, and everything
 * that it does is traced, including its sub-agents. {@linkcode mcpTools} gives
 * an agent the tools of MCP servers, whose calls pass the trace on.
 *
 * Nothing of the frameworks is imported here: the versions that a program uses
 * are the ones that run. {@linkcode SUPPORTED_LANGCHAIN} and
 * {@linkcode SUPPORTED_DEEPAGENTS} say which are supported.
 *
 * @example One line in a program
 * ```ts ignore
 * // Not run: needs a key of OpenAI's.
 * import { ChatOpenAI } from "@langchain/openai";
 * import { createDeepAgent } from "deepagents";
 * import { initTracing } from "@turnspan/turnspan";
 * import { traceAgent } from "@turnspan/turnspan/langchain";
 *
 * await using _tracing = await initTracing("my-agent");
 * const model = new ChatOpenAI({ model: "gpt-5" });
 *
 * const agent = traceAgent(createDeepAgent({ model }));
 * await agent.invoke({ messages: [{ role: "user", content: "A haiku?" }] });
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
  type McpToolFields,
  type McpToolFunction,
  mcpTools,
  type McpToolsOptions,
} from "./langchain/mcp_tools.ts";
export {
  SUPPORTED_DEEPAGENTS,
  SUPPORTED_LANGCHAIN,
  type TraceableAgent,
  traceAgent,
} from "./langchain/trace_agent.ts";
export {
  type TraceMiddleware,
  traceMiddleware,
} from "./langchain/trace_middleware.ts";
