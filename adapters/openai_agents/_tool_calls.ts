import type { ToolCall, Turn } from "../../tracing/recorder/types.ts";
import { argumentsOf } from "../shared/arguments.ts";
import { textOf } from "../shared/fields.ts";
import type { CallItem, Invoke, Tool } from "./_framework.ts";
import { tracesItself } from "./_own_tools.ts";
import { toldFailure } from "./_told_failure.ts";

/** A call on its way. */
interface RunningCall {
  readonly callId: string | undefined;
  readonly call: ToolCall;
}

/** The tool calls of one agent. */
export class ToolCalls {
  readonly #running: RunningCall[] = [];

  /**
   * A call begins: the framework invokes the tool before it awaits anything.
   *
   * `invoke` is replaced for that one moment only, since the framework looks
   * things up by the function itself.
   */
  start(turn: Turn, tool: Tool, item: CallItem): void {
    if (tracesItself(tool)) return;
    const callId = textOf(item.callId);
    const call = turn.startTool({
      name: tool.name,
      input: argumentsOf(item.arguments ?? item.action ?? item.operation),
      ...(callId === undefined ? {} : { callId }),
    });
    this.#running.push({ callId, call });
    enterOnce(tool, call);
  }

  /** A call has ended, and this is what is handed on for the model. */
  end(tool: Tool, item: CallItem, text: string): void {
    const callId = textOf(item.callId);
    const place = this.#running.findIndex((running) =>
      running.callId === callId
    );
    const [running] = place < 0 ? [] : this.#running.splice(place, 1);
    if (running === undefined) return;
    const { call } = running;
    const failure = toldFailure(tool, call, text);
    if (failure?.error !== undefined) call.fail(failure.error);
    call.result(text, failure?.type);
    call.end();
  }
}

/** Runs the next invocation of a tool inside of its call. */
function enterOnce(tool: Tool, call: ToolCall): void {
  const { invoke } = tool;
  if (typeof invoke !== "function") return;
  const entered: Invoke = function (this: unknown, ...args) {
    leave();
    return failing(call, call.in(() => invoke.apply(this, args)));
  };
  const leave = () => {
    if (tool.invoke === entered) tool.invoke = invoke;
  };
  try {
    tool.invoke = entered;
  } catch {
    // A frozen tool: its spans are there, and what it does is outside of them.
    return;
  }
  // It was not invoked after all: a guardrail refused the call.
  queueMicrotask(leave);
}

/** Sees a tool that throws: what it throws ends the run. */
function failing(call: ToolCall, outcome: unknown): unknown {
  if (outcome instanceof Promise) {
    outcome.catch((error) => call.end(error));
  }
  return outcome;
}
