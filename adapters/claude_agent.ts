/**
 * Queries of the [Claude Agent SDK](https://platform.claude.com/docs/en/agent-sdk/overview),
 * traced.
 *
 * {@linkcode traceQuery} wraps the SDK's `query`, after which every query has
 * its trace: the SDK's loop runs in a program of its own, the Claude CLI, whose
 * requests go through a relay on loopback. {@linkcode mcpServers} gives it the
 * tools of MCP servers, whose calls pass the trace on.
 *
 * Nothing of the SDK is imported here: the version that a program uses is the
 * one that runs.
 *
 * @example One line in a program
 * ```ts ignore
 * // Not run: needs the Claude CLI, and a key for its model.
 * import * as sdk from "@anthropic-ai/claude-agent-sdk";
 * import { initTracing } from "@turnspan/turnspan";
 * import { traceQuery } from "@turnspan/turnspan/claude-agent";
 *
 * await using _tracing = await initTracing("my-agent");
 * const query = traceQuery(sdk.query);
 *
 * for await (const message of query({ prompt: "What is in this folder?" })) {
 *   if (message.type === "result") console.log(message);
 * }
 * ```
 *
 * @module
 */

import "../tracing/base/needs_deno.ts";

export {
  type InProcessMcpServer,
  mcpServers,
} from "./claude_agent/mcp_servers.ts";
export {
  modelFailure,
  type QueryFunction,
  traceQuery,
  type TraceQueryOptions,
} from "./claude_agent/trace_query.ts";
