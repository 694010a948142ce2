import type { ToolCall } from "../../tracing/recorder/types.ts";
import { agentsIn } from "./_agents_in_call.ts";
import { handedOn } from "./_content.ts";
import { isBubbleUp, isMisfit } from "./_errors.ts";
import { fieldsOf, listOf, textOf } from "../shared/fields.ts";
import type { CallItem, Invoke, Tool } from "./_framework.ts";
import { type Loop, toolsLoop } from "./_loop.ts";

const traced = new WeakSet<object>();
const recordedElsewhere = new WeakSet<object>();

/** Says that a tool's calls are recorded where they are made. */
export function recordsItself(tool: object): void {
  recordedElsewhere.add(tool);
}

/**
 * Traces the calls of tools, from where the framework makes them: a tool that
 * throws, or is given arguments that do not fit, is told to the model as ever.
 */
export function traceTools(tools: readonly unknown[]): void {
  for (const tool of tools) if (isTool(tool)) traceTool(tool);
}

function isTool(tool: unknown): tool is Tool {
  const { name, invoke } = fieldsOf(tool);
  return typeof name === "string" && typeof invoke === "function";
}

function traceTool(tool: Tool): void {
  if (traced.has(tool) || !Object.isExtensible(tool)) return;
  traced.add(tool);
  const { invoke } = tool;
  const observe = recordedElsewhere.has(tool) ? observeMisfit : observeCall;
  const value: Invoke = function (input, ...rest) {
    const run = () => invoke.call(this, input, ...rest);
    const call = callIn(input);
    const loop = call && toolsLoop();
    if (loop === undefined) return run();
    const { signal } = fieldsOf(rest[0]);
    return observe(loop, call!, run, signal as AbortSignal | undefined);
  };
  Object.defineProperty(tool, "invoke", {
    value,
    writable: true,
    configurable: true,
  });
}

/** The call that the framework hands a tool; others are no calls of a model. */
function callIn(input: unknown): CallItem | undefined {
  const { type, name, id, args } = fieldsOf(input);
  return type === "tool_call" && typeof name === "string"
    ? { name, ...(typeof id === "string" ? { id } : {}), args }
    : undefined;
}

/**
 * No function here is an async one: the framework tells the model the stack of
 * arguments that do not fit, of which ours would be a line.
 */
function observeCall(
  loop: Loop,
  call: CallItem,
  run: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const span = loop.startTool(call);
  const agents = agentsIn(span);
  agents.name = textOf(fieldsOf(call.args).subagent_type) ?? call.name;
  return settled(() => span.in(run), (output) => {
    tellResult(span, call, output);
    span.end();
  }, (error) => {
    if (!isBubbleUp(error)) {
      const type = signal?.aborted ? "cancelled" : undefined;
      agents.fail(error, type);
      tellFailure(span, error, type);
    }
    span.end();
  });
}

/** A tool that records itself does not hear of arguments that do not fit. */
function observeMisfit(
  loop: Loop,
  call: CallItem,
  run: () => Promise<unknown>,
): Promise<unknown> {
  return settled(run, () => {}, (error) => {
    if (!isMisfit(error)) return;
    const span = loop.startTool(call);
    tellFailure(span, error);
    span.end();
  });
}

/** Runs a tool, and hears what came of it. */
function settled(
  run: () => Promise<unknown>,
  done: (output: unknown) => void,
  failed: (error: unknown) => void,
): Promise<unknown> {
  const fail = (error: unknown): never => {
    failed(error);
    throw error;
  };
  let promise: Promise<unknown>;
  try {
    promise = Promise.resolve(run());
  } catch (error) {
    return fail(error);
  }
  return promise.then((output) => {
    done(output);
    return output;
  }, fail);
}

function tellResult(span: ToolCall, { id }: CallItem, output: unknown): void {
  const message = messageIn(output, id);
  if (message === undefined) return span.result(handedOn(output));
  const failed = message.status === "error" ? "tool_error" : undefined;
  span.result(handedOn(message.content), failed);
}

/** The message for the model: the output, or part of an update of the state. */
function messageIn(output: unknown, callId: string | undefined) {
  const { tool_call_id, update } = fieldsOf(output);
  if (tool_call_id !== undefined) return fieldsOf(output);
  return listOf(fieldsOf(update).messages).map(fieldsOf).find((message) =>
    message.tool_call_id === callId
  );
}

function tellFailure(span: ToolCall, error: unknown, type?: string): void {
  span.fail(error, type ?? (isMisfit(error) ? "invalid_arguments" : undefined));
  // What was cancelled is told to nobody.
  if (type === undefined) span.result(String(error));
}
