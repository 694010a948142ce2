import type { ToolCall } from "../../tracing/recorder/types.ts";
import type { Tool } from "./_framework.ts";

/**
 * What the framework sends the model where a tool threw, unless the tool has a
 * text of its own for that. The error itself is not to be had from outside:
 * older versions append its text, newer ones do not.
 */
const THREW = "An error occurred while running the tool. Please try again.";

/** The error of the agent that failed in a tool call. */
const agentErrors = new WeakMap<ToolCall, unknown>();

/** How a call failed, as far as it is known. */
export interface ToolFailure {
  /** The value of `error.type`. */
  readonly type?: string;
  /** What was thrown, where it is known. */
  readonly error?: unknown;
}

/** Keeps the error of an agent that failed in a tool call. */
export function setAgentError(call: ToolCall, error: unknown): void {
  agentErrors.set(call, error);
}

/** Finds out whether a call failed, by the text that the model is sent. */
export function toolFailure(
  { name, timeoutMs }: Tool,
  call: ToolCall,
  text: string,
): ToolFailure | undefined {
  if (text === `Tool '${name}' timed out after ${timeoutMs}ms.`) {
    return { type: "timeout" };
  }
  if (!text.startsWith(THREW)) return undefined;
  return agentErrors.has(call)
    ? { error: agentErrors.get(call) }
    : { type: "tool_error" };
}
