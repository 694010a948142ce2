import { clearNames } from "../mcp/clear_names.ts";
import type { McpTool, McpToolPool } from "../mcp/types.ts";
import { objectOf } from "../shared/arguments.ts";
import { defined, fieldsOf, signalOf, textOf } from "../shared/fields.ts";
import { handOnImages } from "../shared/left_alone.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import type { KeptImages } from "./_images.ts";
import { toolsLoop } from "./_loop.ts";
import { recordsItself } from "./_traced_tool.ts";

/**
 * The fields that the framework's `tool` takes, for a tool of an MCP server.
 */
export interface McpToolFields {
  /** The name that the model is shown. */
  name: string;
  /** What the tool does. */
  description: string;
  /** The JSON Schema of the arguments, as the server has it. */
  // deno-lint-ignore no-explicit-any
  schema: any;
  /** Says that a call returns a text for the model, and images separately. */
  responseFormat: "content_and_artifact";
}

/** The function that runs a tool, as the framework's `tool` takes it. */
export type McpToolFunction = (
  // deno-lint-ignore no-explicit-any
  input: any,
  // deno-lint-ignore no-explicit-any
  config?: any,
  // deno-lint-ignore no-explicit-any
) => Promise<any>;

/** Options for {@linkcode mcpTools}. */
export interface McpToolsOptions {
  /**
   * The names of other tools of the framework, such as deepagents' `read_file`.
   * A tool of one of these names is shown to the model as `<server>__<tool>`.
   *
   * @default {[]}
   */
  readonly keepClearOf?: readonly string[];
}

/**
 * Turns the tools of an MCP pool into tools of the framework. Each call goes
 * through the pool, and is recorded in the turn that asked for it.
 *
 * A call that fails comes back as a text that a model can act on, and the agent
 * goes on.
 *
 * @example Usage
 * ```ts
 * import { AIMessage, createAgent, fakeModel, tool } from "langchain";
 * import { mcpTools, traceAgent } from "@turnspan/turnspan/langchain";
 * import { McpPool, parseMcpConfig } from "@turnspan/turnspan/mcp";
 * import { assertEquals } from "@std/assert";
 *
 * const config = parseMcpConfig('{"mcpServers": {}}', "mcp.json");
 * await using pool = await McpPool.open(config);
 *
 * const agent = traceAgent(createAgent({
 *   model: fakeModel().respond(new AIMessage("There are none")),
 *   tools: mcpTools(pool, tool),
 * }));
 * const { messages } = await agent.invoke({ messages: "What tools?" });
 * assertEquals(messages.at(-1)?.text, "There are none");
 * ```
 *
 * @typeParam T The type of the framework's tools.
 * @param pool The servers, connected.
 * @param tool The framework's own `tool`, of the version that the program uses.
 * @param options Additional options.
 * @returns The tools, in the pool's order.
 */
export function mcpTools<T extends object>(
  pool: McpToolPool,
  tool: (call: McpToolFunction, fields: McpToolFields) => T,
  options: McpToolsOptions = {},
): T[] {
  const { keepClearOf = [] } = options;
  handOnImages();
  return clearNames(pool.tools, keepClearOf).map((mcpTool) => {
    const { shownName: name, description = "", inputSchema } = mcpTool;
    const made = tool(
      (input, config) => callTool(pool, mcpTool, input, config),
      {
        name,
        description,
        responseFormat: "content_and_artifact",
        schema: { type: "object", properties: {}, ...inputSchema },
      },
    );
    recordsItself(made);
    return made;
  });
}

async function callTool(
  pool: McpToolPool,
  { server, name }: McpTool,
  input: unknown,
  config: unknown,
): Promise<[string, KeptImages | undefined]> {
  const { text, parts } = await pool.call({
    server,
    tool: name,
    input: objectOf(input) ?? {},
    ...guarded(() => placeOf(config)),
  });
  return [text, parts && { text, parts }];
}

/** Where the framework calls a tool from, and what cancels the call. */
function placeOf(config: unknown) {
  const { signal, toolCall } = fieldsOf(config);
  const callId = textOf(fieldsOf(toolCall).id);
  const loop = toolsLoop();
  loop?.markStarted(callId);
  return defined({
    callId,
    turn: loop?.turn,
    images: loop?.imageApi,
    signal: signalOf(signal),
  });
}
