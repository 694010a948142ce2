import type OpenAI from "openai";
import type { Turn } from "@turnspan/turnspan";
import { callAsAsked, type McpPool } from "@turnspan/turnspan/mcp";

/** Options for {@linkcode callTools}. */
export interface CallToolsOptions {
  /** Where the tools are. */
  readonly pool: McpPool;
  /** Aborts the calls. */
  readonly signal: AbortSignal;
}

/**
 * Runs the tool calls of a chat completion side by side. A call that fails ends
 * nothing: the model reads of it in the call's result.
 *
 * @param turn The turn whose model asked for them.
 * @param calls The calls.
 * @param options Additional options.
 * @returns A message for each call, in the order of the calls.
 */
export function callTools(
  turn: Turn,
  calls: readonly OpenAI.ChatCompletionMessageToolCall[],
  options: CallToolsOptions,
): Promise<OpenAI.ChatCompletionToolMessageParam[]> {
  return Promise.all(calls.map(async (call) => ({
    role: "tool" as const,
    tool_call_id: call.id,
    content: await callTool(turn, call, options),
  })));
}

async function callTool(
  turn: Turn,
  call: OpenAI.ChatCompletionMessageToolCall,
  { pool, signal }: CallToolsOptions,
): Promise<string> {
  const { name, arguments: text } = call.type === "function"
    ? call.function
    : { name: call.custom.name, arguments: call.custom.input };
  const tool = pool.find(name);
  if (tool !== undefined) {
    return await callAsAsked(pool, tool, text, {
      callId: call.id,
      turn,
      signal,
    });
  }
  const names = pool.tools.map(({ shownName }) => shownName).join(", ");
  const result = `There is no tool "${name}". The tools are: ${names}`;
  return await turn.tool(
    // An endpoint may send anything in their place.
    { name: `${name}`, ...(call.id && { callId: `${call.id}` }) },
    (refused) => refused.result(result, "unknown_tool"),
  );
}
