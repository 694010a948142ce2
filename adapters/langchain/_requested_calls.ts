import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import type { Turn } from "../../tracing/recorder/types.ts";
import { contentText } from "../shared/content_text.ts";
import { fieldsOf } from "../shared/fields.ts";
import type { CallItem } from "./_framework.ts";
import type { Reply } from "./_reply.ts";

/** A call that a reply asks for. */
interface RequestedCall {
  readonly call: CallItem;
  /** Why nobody can run it, where that is known. */
  readonly problem: string | undefined;
}

/** The names that the framework gives to calls that are structured answers. */
const STRUCTURED = /^extract-/;

/**
 * The calls that the last reply asks for and that have not started. Those that
 * never do the framework answers itself, and runs no tool.
 */
export class RequestedCalls {
  readonly #calls = new Map<string, RequestedCall>();

  /** Takes the calls of a new reply, from a model that had these tools. */
  replace(reply: Reply, tools: readonly unknown[]): void {
    this.#calls.clear();
    for (const call of reply.calls) {
      const isKnown = tools.some((tool) => fieldsOf(tool).name === call.name);
      this.#add(call, isKnown ? undefined : problemOf(call));
    }
    for (const call of reply.invalidCalls) {
      this.#add(call, "invalid_arguments");
    }
  }

  #add(call: CallItem, problem: string | undefined): void {
    if (call.id !== undefined) this.#calls.set(call.id, { call, problem });
  }

  /** Notes that a call has started. */
  markStarted(callId: string | undefined): void {
    if (callId !== undefined) this.#calls.delete(callId);
  }

  /** Records the calls that the framework refused. */
  recordRefused(turn: Turn, messages: readonly unknown[]): void {
    this.#record(
      turn,
      messages,
      ({ problem }, failed) => problem ?? (failed ? "not_run" : undefined),
    );
  }

  /** Records the calls that the framework took as a structured answer. */
  recordAnswers(turn: Turn, messages: readonly unknown[]): void {
    this.#record(turn, messages, () => undefined);
  }

  #record(
    turn: Turn,
    messages: readonly unknown[],
    problemOf: (
      requested: RequestedCall,
      failed: boolean,
    ) => string | undefined,
  ): void {
    // Nearly always: each call has its tool by then.
    if (this.#calls.size === 0) return;
    for (const message of messages) {
      const { tool_call_id, content, status } = fieldsOf(message);
      const id = String(tool_call_id);
      const requested = this.#calls.get(id);
      if (requested === undefined) continue;
      this.markStarted(id);
      const { name, args } = requested.call;
      const input = typeof args === "string"
        ? { arguments: args }
        : { ...fieldsOf(args) };
      const span = byAdapter(() => turn.startTool({ name, callId: id, input }));
      const problem = problemOf(requested, status === "error");
      span.result(contentText(content), problem);
      span.end();
    }
  }
}

/** Why a call of no known tool cannot be run: a structured answer may not fit. */
function problemOf({ name }: CallItem): string {
  return STRUCTURED.test(name) ? "invalid_arguments" : "unknown_tool";
}
