import { nameConversation } from "../../tracing/recorder/name_conversation.ts";
import type { ToolCall } from "../../tracing/recorder/types.ts";
import { agentsIn } from "./_agents_in_call.ts";
import { contentText } from "../shared/content_text.ts";
import { isBubbleUp, isInvalidInput } from "./_errors.ts";
import { fieldsOf, listOf, signalOf, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { replaceMethod } from "../shared/replace_method.ts";
import type { CallItem, Tool } from "./_framework.ts";
import { type Loop, toolsLoop } from "./_loop.ts";
import { threadOf } from "./_thread.ts";

const traced = new WeakSet<object>();
const selfRecording = new WeakSet<object>();

/** Marks a tool whose calls are recorded by the tool itself. */
export function recordsItself(tool: object): void {
  selfRecording.add(tool);
}

/**
 * Traces the calls of tools. What the framework does about a tool that throws,
 * or about arguments that do not fit, stays as it is.
 */
export function traceTools(tools: readonly unknown[]): void {
  for (const tool of tools) {
    // Before each model call: nearly always there is nothing to do.
    if (traced.has(tool as object)) continue;
    guarded(() => {
      if (isTool(tool)) traceTool(tool);
    });
  }
}

function isTool(tool: unknown): tool is Tool {
  const { name, invoke } = fieldsOf(tool);
  return typeof name === "string" && typeof invoke === "function";
}

function traceTool(tool: Tool): void {
  if (!Object.isExtensible(tool)) return;
  traced.add(tool);
  const { invoke } = tool;
  const observe = selfRecording.has(tool) ? observeInvalidInput : observeCall;
  replaceMethod(tool, "invoke", function (input, ...rest) {
    const run = () => invoke.call(this, input, ...rest);
    const call = guarded(() => callIn(input));
    const loop = call && guarded(toolsLoop);
    if (loop === undefined) return run();
    // Older versions tell a middleware nothing of it.
    guarded(() => nameConversation(loop.scope, threadOf(rest[0])));
    const signal = guarded(() => signalOf(fieldsOf(rest[0]).signal));
    return observe(loop, call!, run, signal);
  });
}

/** The model's call that a tool is invoked with; `undefined` for any other input. */
function callIn(input: unknown): CallItem | undefined {
  const { type, name, id, args } = fieldsOf(input);
  return type === "tool_call" && typeof name === "string"
    ? { name, ...(typeof id === "string" ? { id } : {}), args }
    : undefined;
}

/**
 * Records a call. No function here is `async`: where arguments do not fit, the
 * framework sends the model the error's stack, in which ours would be a line.
 */
function observeCall(
  loop: Loop,
  call: CallItem,
  run: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const span = guarded(() => loop.startTool(call));
  if (span === undefined) return run();
  const agents = agentsIn(span);
  agents.name = guarded(() => textOf(fieldsOf(call.args).subagent_type)) ??
    call.name;
  return settled(() => span.in(run), (output) => {
    guarded(() => recordResult(span, call, output));
    span.end();
  }, (error) => {
    guarded(() => {
      if (isBubbleUp(error)) return;
      const type = signal?.aborted ? "cancelled" : undefined;
      agents.fail(error, type);
      recordFailure(span, error, type);
    });
    span.end();
  });
}

/** Records what a self-recording tool cannot: it is not run with such arguments. */
function observeInvalidInput(
  loop: Loop,
  call: CallItem,
  run: () => Promise<unknown>,
): Promise<unknown> {
  return settled(run, () => {}, (error) => {
    if (!isInvalidInput(error)) return;
    const span = loop.startTool(call);
    recordFailure(span, error);
    span.end();
  });
}

/** Runs a tool, and calls back with what it returned or threw. */
function settled(
  run: () => Promise<unknown>,
  done: (output: unknown) => void,
  failed: (error: unknown) => void,
): Promise<unknown> {
  const fail = (error: unknown): never => {
    guarded(() => failed(error));
    throw error;
  };
  let promise: Promise<unknown>;
  try {
    promise = Promise.resolve(run());
  } catch (error) {
    return fail(error);
  }
  return promise.then((output) => {
    guarded(() => done(output));
    return output;
  }, fail);
}

function recordResult(span: ToolCall, { id }: CallItem, output: unknown): void {
  const message = messageIn(output, id);
  const text = contentText(message === undefined ? output : message.content);
  span.result(text, message?.status === "error" ? "tool_error" : undefined);
}

/** The message for the model: the output itself, or a part of a state update. */
function messageIn(output: unknown, callId: string | undefined) {
  const { tool_call_id, update } = fieldsOf(output);
  if (tool_call_id !== undefined) return fieldsOf(output);
  return listOf(fieldsOf(update).messages).map(fieldsOf).find((message) =>
    message.tool_call_id === callId
  );
}

function recordFailure(span: ToolCall, error: unknown, type?: string): void {
  span.fail(
    error,
    type ?? (isInvalidInput(error) ? "invalid_arguments" : undefined),
  );
  // The model gets no result of a cancelled call.
  if (type === undefined) span.result(String(error));
}
