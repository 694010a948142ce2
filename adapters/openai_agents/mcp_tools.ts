import type { McpCall, McpTool, McpToolPool } from "../mcp/types.ts";
import { clearNames } from "../mcp/clear_names.ts";
import { handOnImages } from "../shared/left_alone.ts";
import { resultAsAsked } from "../mcp/result_as_asked.ts";
import { imageUrl } from "../shared/image_block.ts";
import { activeAgent } from "./_active_agent.ts";
import { defined, fieldsOf, signalOf, textOf } from "../shared/fields.ts";
import { recordsItself } from "./_tool_calls.ts";

/**
 * The options that the framework's `tool` takes, for a tool of an MCP server.
 */
export interface McpToolOptions {
  /** The name that the model is shown. */
  name: string;
  /** What the tool does. */
  description: string;
  /** The JSON Schema of the arguments, as the server has it. */
  // deno-lint-ignore no-explicit-any
  parameters: any;
  /** MCP schemas are not of the vendor's strict kind. */
  strict: false;
  /** Calls the tool. */
  execute: (
    input: unknown,
    context?: unknown,
    details?: McpToolDetails,
  ) => Promise<unknown>;
}

/** What the framework tells a tool about its call. */
export interface McpToolDetails {
  /** The call, as the model asked for it. */
  readonly toolCall?: { readonly callId?: string };
  /** Cancels it. */
  readonly signal?: AbortSignal;
}

/** Options for {@linkcode mcpTools}. */
export interface McpToolsOptions {
  /**
   * The names of other tools of the agent, such as its handoffs.
   * A tool of one of these names is shown to the model as `<server>__<tool>`.
   *
   * @default {[]}
   */
  readonly keepClearOf?: readonly string[];
}

/**
 * Turns the tools of an {@linkcode McpToolPool}, such as an `McpPool`, into
 * tools for an agent of the OpenAI Agents SDK.
 *
 * Each call goes through the pool: its `tool.call` span names the server, and
 * the trace is passed on to it. The model is shown the pool's names and the
 * servers' own schemas; arguments that do not fit are refused by the server.
 *
 * @example Usage
 * ```ts
 * import { Agent, tool } from "@openai/agents";
 * import { McpPool, parseMcpConfig } from "@turnspan/turnspan/mcp";
 * import { mcpTools } from "@turnspan/turnspan/openai-agents";
 * import { assertEquals } from "@std/assert";
 *
 * const config = parseMcpConfig('{"mcpServers": {}}', "mcp.json");
 * await using pool = await McpPool.open(config);
 * const agent = new Agent({
 *   name: "operator",
 *   instructions: "Answer with the tools",
 *   tools: mcpTools(pool, tool),
 * });
 * assertEquals(agent.tools, []);
 * ```
 *
 * @typeParam T The SDK's type of a tool.
 * @param pool The servers, connected. Close them where you opened them.
 * @param tool The SDK's `tool` function, of the version that the program uses.
 * @param options Additional options.
 * @returns A tool for each tool of the pool.
 */
export function mcpTools<T extends object>(
  pool: McpToolPool,
  tool: (options: McpToolOptions) => T,
  options: McpToolsOptions = {},
): T[] {
  const { keepClearOf = [] } = options;
  handOnImages();
  return clearNames(pool.tools, keepClearOf).map((mcpTool) => {
    const { shownName: name, description = "", inputSchema } = mcpTool;
    const made = tool({
      name,
      description,
      parameters: { type: "object", properties: {}, ...inputSchema },
      strict: false,
      execute: (input, _, details) => {
        const { toolCall, signal } = fieldsOf(details);
        return callTool(
          pool,
          mcpTool,
          input,
          defined({
            callId: textOf(fieldsOf(toolCall).callId),
            signal: signalOf(signal),
          }),
        );
      },
    });
    recordsItself(made);
    // The framework writes "_" for "-", and other agents of the pool do not.
    return Object.assign(made, { name });
  });
}

/** Gives a text, or parts where there are images that the model takes. */
async function callTool(
  pool: McpToolPool,
  tool: McpTool,
  input: unknown,
  options: Pick<McpCall, "callId" | "signal">,
): Promise<unknown> {
  const takesImages = activeAgent()?.takesImages ?? false;
  const { text, parts } = await resultAsAsked(pool, tool, input, {
    ...options,
    ...(takesImages && { images: "responses" }),
  });
  if (!takesImages || parts === undefined) return text;
  return parts.map((part) =>
    part.type === "text" ? part : { type: "image", image: imageUrl(part) }
  );
}
