import type { ToolCall } from "../../tracing/recorder/types.ts";
import type { Tool } from "./_framework.ts";

/**
 * How the framework tells a model that a tool threw, unless the tool was given
 * words of its own. It shows the error to nobody: older versions append its
 * text, newer ones do not.
 */
const THREW = "An error occurred while running the tool. Please try again.";

/** What an agent that a tool call ran failed by. */
const nested = new WeakMap<ToolCall, unknown>();

/** How a call failed, as far as it can be known from outside. */
export interface ToldFailure {
  /** The value of `error.type`. */
  readonly type?: string;
  /** What was thrown, where it is known. */
  readonly error?: unknown;
}

/** An agent inside of a tool call has failed. */
export function agentFailedIn(call: ToolCall, error: unknown): void {
  nested.set(call, error);
}

/** Finds out from the text for the model whether a call failed. */
export function toldFailure(
  { name, timeoutMs }: Tool,
  call: ToolCall,
  text: string,
): ToldFailure | undefined {
  if (text === `Tool '${name}' timed out after ${timeoutMs}ms.`) {
    return { type: "timeout" };
  }
  if (!text.startsWith(THREW)) return undefined;
  return nested.has(call)
    ? { error: nested.get(call) }
    : { type: "tool_error" };
}
