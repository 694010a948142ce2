import { Server } from "@modelcontextprotocol/server";
import type { McpTool, McpToolPool } from "../mcp/types.ts";
import { rememberCliServer } from "../../tracing/base/tool_servers.ts";
import { objectOf } from "../shared/arguments.ts";
import { defined } from "../shared/fields.ts";
import { callIdOf, markBridge } from "./_in_process_server.ts";
import { currentQuery } from "./_query_run.ts";

/** A server of this process, as the SDK's option `mcpServers` takes it. */
export interface InProcessMcpServer {
  /** Distinguishes it from servers that the CLI starts. */
  readonly type: "sdk";
  /** Its name. */
  readonly name: string;
  /** The server, not connected yet: it serves one query at a time. */
  // deno-lint-ignore no-explicit-any -- of the user's version of MCP's SDK
  readonly instance: any;
}

/**
 * Turns the servers of a pool into servers for the SDK's option `mcpServers`.
 * Each tool call goes through the pool, and is recorded in the turn that asked
 * for it.
 *
 * @example Usage
 * ```ts
 * import { mcpServers } from "@turnspan/turnspan/claude-agent";
 * import { assertEquals } from "@std/assert";
 *
 * // In place of an McpPool, whose servers would have to be started.
 * const pool = {
 *   tools: [
 *     { server: "iot", name: "sites", shownName: "sites", inputSchema: {} },
 *   ],
 *   call: () => Promise.resolve({ text: "MAIN", isError: false }),
 * };
 *
 * // For the SDK: query({ prompt, options }).
 * const options = { mcpServers: mcpServers(pool) };
 * assertEquals(Object.keys(options.mcpServers), ["iot"]);
 * ```
 *
 * @param pool The servers, connected.
 * @returns A server of this process for each of the pool's, by its name.
 */
export function mcpServers(
  pool: McpToolPool,
): Record<string, InProcessMcpServer> {
  const tools = Map.groupBy(pool.tools, ({ server }) => server);
  return Object.fromEntries(
    [...tools].map(([name, own]) => [name, inProcess(pool, name, own)]),
  );
}

function inProcess(
  pool: McpToolPool,
  name: string,
  tools: readonly McpTool[],
): InProcessMcpServer {
  rememberCliServer(name, name);
  const instance = new Server({ name, version: "1.0.0" }, {
    capabilities: { tools: {} },
  });
  instance.setRequestHandler("tools/list", () => ({
    tools: tools.map(({ name, description, annotations, inputSchema }) => ({
      name,
      // Annotations tell the CLI which tools it can run side by side.
      ...defined({ description, annotations }),
      inputSchema: { type: "object" as const, ...inputSchema },
    })),
  }));
  instance.setRequestHandler("tools/call", async ({ params }, context) => {
    const tool = tools.find((one) => one.name === params.name);
    if (tool === undefined) throw new Error(`no tool ${params.name}`);
    const callId = callIdOf(params);
    const turn = callId === undefined
      ? undefined
      : currentQuery.getStore()?.claimCall(callId);
    const { text, isError, parts } = await pool.call({
      images: "messages",
      server: tool.server,
      tool: tool.name,
      input: objectOf(params.arguments) ?? {},
      signal: context.mcpReq.signal,
      ...defined({ callId, turn }),
    });
    const content = parts ?? [{ type: "text" as const, text }];
    return { content: [...content], isError };
  });
  return markBridge({ type: "sdk", name, instance });
}
