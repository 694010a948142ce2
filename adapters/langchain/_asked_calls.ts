import type { ToolCall, Turn } from "../../tracing/recorder/types.ts";
import { handedOn } from "./_content.ts";
import { fieldsOf } from "../shared/fields.ts";
import type { CallItem } from "./_framework.ts";
import type { Reply } from "./_reply.ts";

/** A call that a reply asked for. */
interface Asked {
  readonly call: CallItem;
  /** Why nobody can run it, where that is known. */
  readonly problem?: string;
}

/** The framework's own names for calls that are structured answers. */
const STRUCTURED = /^extract-/;

/**
 * The calls that the last reply asks for, and which of them were begun. What
 * is left over was answered by the framework, with no tool of its own.
 */
export class AskedCalls {
  readonly #calls = new Map<string, Asked>();
  readonly #begun = new Set<string>();

  /** A reply came, from a model that had these tools. */
  asked(reply: Reply, tools: ReadonlySet<unknown>): void {
    this.#calls.clear();
    this.#begun.clear();
    const add = (call: CallItem, problem?: string): void => {
      if (call.id === undefined) return;
      const why = problem === undefined ? {} : { problem };
      this.#calls.set(call.id, { call, ...why });
    };
    for (const call of reply.calls) {
      add(call, tools.has(call.name) ? undefined : problemOf(call));
    }
    for (const call of reply.invalidCalls) add(call, "invalid_arguments");
  }

  /** A call has begun. */
  began(callId: string | undefined): void {
    if (callId !== undefined) this.#begun.add(callId);
  }

  /** Records the calls that the framework turned down. */
  recordRefused(turn: Turn, messages: readonly unknown[]): void {
    this.#record(
      turn,
      messages,
      ({ problem }, failed) => problem ?? (failed ? "not_run" : undefined),
    );
  }

  /** Records the calls that the framework took as the answer. */
  recordTaken(turn: Turn, messages: readonly unknown[]): void {
    this.#record(turn, messages, () => undefined);
  }

  #record(
    turn: Turn,
    messages: readonly unknown[],
    problemOf: (asked: Asked, failed: boolean) => string | undefined,
  ): void {
    for (const { tool_call_id, content, status } of messages.map(fieldsOf)) {
      const id = String(tool_call_id);
      const asked = this.#calls.get(id);
      if (asked === undefined || this.#begun.has(id)) continue;
      this.began(id);
      const problem = problemOf(asked, status === "error");
      record(turn, asked.call, id, handedOn(content), problem);
    }
  }
}

/** A structured answer has a name of the framework's, and may not fit. */
function problemOf({ name }: CallItem): string {
  return STRUCTURED.test(name) ? "invalid_arguments" : "unknown_tool";
}

function record(
  turn: Turn,
  { name, args }: CallItem,
  callId: string,
  text: string,
  problem: string | undefined,
): void {
  const input = typeof args === "string"
    ? { arguments: args }
    : { ...fieldsOf(args) };
  const span: ToolCall = turn.startTool({ name, callId, input });
  span.result(text, problem);
  span.end();
}
