import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import type { ToolCall, Turn } from "../../tracing/recorder/types.ts";
import { argumentsOf } from "../shared/arguments.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { defined, textOf } from "../shared/fields.ts";
import type { CallItem, Invoke, Tool } from "./_framework.ts";
import { toolFailure } from "./_tool_failure.ts";

/** What runs the tools whose calls are recorded by the tools themselves. */
const selfRecording = new WeakSet<Invoke>();

/** Marks a tool whose calls are recorded by the tool itself. */
export function recordsItself(tool: object): void {
  const { invoke } = tool as Tool;
  if (invoke !== undefined) selfRecording.add(invoke);
}

/** A call that has not ended. */
interface RunningCall {
  readonly callId: string | undefined;
  readonly call: ToolCall;
}

/** The tool calls of one agent. */
export class ToolCalls {
  readonly #running: RunningCall[] = [];

  /**
   * Opens a call, whose tool the framework invokes before it awaits anything.
   *
   * `invoke` is replaced until then and no longer, since the framework keeps
   * things by that function.
   */
  start(turn: Turn, tool: Tool, item: CallItem): void {
    if (tool.invoke && selfRecording.has(tool.invoke)) return;
    const callId = textOf(item.callId);
    const call = byAdapter(() =>
      turn.startTool({
        name: textOf(tool.name) ?? "unknown",
        input: argumentsOf(item.arguments ?? item.action ?? item.operation),
        ...defined({ callId }),
      })
    );
    this.#running.push({ callId, call });
    runNextIn(call, tool);
  }

  /** Ends a call with the text that the model is sent. */
  end(tool: Tool, item: CallItem, text: string): void {
    const callId = textOf(item.callId);
    const place = this.#running.findIndex((running) =>
      running.callId === callId
    );
    const [running] = place < 0 ? [] : this.#running.splice(place, 1);
    if (running === undefined) return;
    const { call } = running;
    const failure = toolFailure(tool, call, text);
    if (failure?.error !== undefined) call.fail(failure.error);
    call.result(text, failure?.type);
    call.end();
  }
}

/** Runs the next invocation of a tool inside of its call. */
function runNextIn(call: ToolCall, tool: Tool): void {
  const { invoke } = tool;
  if (typeof invoke !== "function") return;
  const replacement: Invoke = function (this: unknown, ...args) {
    guarded(restore);
    const outcome = call.in(() => invoke.apply(this, args));
    guarded(() => endOnFailure(call, outcome));
    return outcome;
  };
  const restore = () => {
    if (tool.invoke === replacement) tool.invoke = invoke;
  };
  try {
    tool.invoke = replacement;
  } catch {
    // A frozen tool: its calls are recorded, and what it does is outside of them.
    return;
  }
  // For a call that a guardrail refuses: the tool is not invoked.
  queueMicrotask(() => guarded(restore));
}

/** Ends the call of a tool that throws: the run ends, and no hook is called. */
function endOnFailure(call: ToolCall, outcome: unknown): void {
  if (!(outcome instanceof Promise)) return;
  outcome.then(undefined, (error) => guarded(() => call.end(error)));
}
