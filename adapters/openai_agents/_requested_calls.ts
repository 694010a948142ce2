import type { RequestedToolCall } from "../../tracing/prompt/wire/model_response.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import type { Turn } from "../../tracing/recorder/types.ts";
import { argumentsOf, objectOf } from "../shared/arguments.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import type { ModelRequest } from "./_framework.ts";

/**
 * The calls that the last reply asks for and that have not started. Those that
 * never do the framework has refused, without running a tool or a hook.
 */
export class RequestedCalls {
  readonly #calls = new Map<string, RequestedToolCall>();
  /** What the model was shown. */
  #shown: Pick<ModelRequest, "tools" | "handoffs"> = {};

  /** Takes the calls of a new reply to this request. */
  replace(
    calls: readonly RequestedToolCall[],
    { tools = [], handoffs = [] }: ModelRequest,
  ): void {
    this.#shown = { tools, handoffs };
    this.#calls.clear();
    for (const call of calls) {
      if (call.id !== undefined) this.#calls.set(call.id, call);
    }
  }

  /** Notes that a call has started. */
  markStarted(callId: string | undefined): void {
    if (callId !== undefined) this.#calls.delete(callId);
  }

  /** Starts the handoff that is performed: of several, the first. */
  startHandoff(): RequestedToolCall | undefined {
    const handoff = this.#calls.values().find(({ name }) =>
      this.#isHandoff(name)
    );
    this.markStarted(handoff?.id);
    return handoff;
  }

  /**
   * Records the calls that the framework refused. What it sent the model in
   * the place of a result is in the next request.
   */
  recordRefused(turn: Turn | undefined, { input }: ModelRequest): void {
    // Nearly always: each call has its tool by then.
    if (this.#calls.size === 0 || !Array.isArray(input)) return;
    for (const { callId, output } of input.map(fieldsOf)) {
      const call = this.#calls.get(String(callId));
      const text = textOf(output) ?? textOf(fieldsOf(output).text);
      if (call === undefined || text === undefined) continue;
      this.markStarted(call.id);
      const refused = byAdapter(() =>
        turn?.startTool({
          name: call.name,
          callId: String(callId),
          input: argumentsOf(call.input),
        })
      );
      refused?.result(text, this.#problem(call));
      refused?.end();
    }
  }

  #problem({ name, input }: RequestedToolCall): string {
    const { tools = [] } = this.#shown;
    const isShown = this.#isHandoff(name) ||
      tools.some((tool) => tool.name === name);
    if (!isShown) return "unknown_tool";
    return objectOf(input) === undefined ? "invalid_arguments" : "not_run";
  }

  #isHandoff(name: string): boolean {
    const { handoffs = [] } = this.#shown;
    return handoffs.some(({ toolName }) => toolName === name);
  }
}
