import type { RequestedToolCall } from "../../tracing/prompt/wire/model_response.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import type { ToolCall, Turn } from "../../tracing/recorder/types.ts";
import { argumentsOf } from "../shared/arguments.ts";
import { fieldsOf, listOf } from "../shared/fields.ts";

/** A tool call that a reply asked for, in the turn of that reply. */
interface Requested extends RequestedToolCall {
  readonly turn: Turn;
}

/** How the CLI's result begins where a tool of its own refuses the arguments. */
const INVALID_ARGUMENTS = "<tool_use_error>InputValidationError";

/**
 * The tool calls of one agent. Each is requested by a reply, started, finished,
 * and then its result goes to the model. A call that the CLI refuses has only
 * the first and the last of these.
 */
export class AgentTools {
  /** Reads the tools that the model was offered last. */
  #offered: () => unknown = () => undefined;
  /** The requested calls that nobody has started, by their ids. */
  readonly #requested = new Map<string, Requested>();
  /** The calls that the CLI runs itself, by their ids. */
  readonly #running = new Map<string, ToolCall>();
  /** The error of each finished call, `undefined` for a call that succeeded. */
  readonly #errors = new Map<string, string | undefined>();

  /** Whether a call is under way. */
  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  /** A request offers tools to the model, which are seldom asked for. */
  offered(tools: () => unknown): void {
    this.#offered = tools;
  }

  /** A reply has asked for a tool. */
  requested(call: RequestedToolCall, turn: Turn): void {
    if (call.id !== undefined) this.#requested.set(call.id, { ...call, turn });
  }

  /**
   * Claims a call that is about to start, so that it is recorded once.
   *
   * @returns The turn that asked for it; `undefined` where none is known.
   */
  claim(callId: string): Turn | undefined {
    const turn = this.#requested.get(callId)?.turn;
    this.#requested.delete(callId);
    return turn;
  }

  /** The CLI has started a call. */
  started(callId: string, call: ToolCall): void {
    this.#running.set(callId, call);
  }

  /** A call that the CLI is running. */
  running(callId: string): ToolCall | undefined {
    return this.#running.get(callId);
  }

  /** A call has succeeded or failed; its result for the model comes later. */
  finished(callId: string, error?: string): void {
    this.#errors.set(callId, error);
  }

  /** The model is given this result, which ends the call. */
  result(callId: string, text: string): void {
    const call = this.#running.get(callId) ?? this.#refused(callId, text);
    // A call of a bridge's is recorded by the pool.
    if (call === undefined) return;
    // A call that did not finish was denied, by a person or by a hook.
    const error = this.#errors.has(callId)
      ? this.#errors.get(callId)
      : "not_run";
    this.#running.delete(callId);
    this.#errors.delete(callId);
    call.result(text, error);
    call.end();
  }

  #isOffered(name: string): boolean {
    return listOf(this.#offered()).some((tool) => fieldsOf(tool).name === name);
  }

  /** Records a call that the CLI refused to start. */
  #refused(callId: string, text: string): ToolCall | undefined {
    const requested = this.#requested.get(callId);
    if (requested === undefined) return undefined;
    this.#requested.delete(callId);
    const { name, input, turn } = requested;
    if (!this.#isOffered(name)) this.finished(callId, "unknown_tool");
    else if (text.startsWith(INVALID_ARGUMENTS)) {
      this.finished(callId, "invalid_arguments");
    }
    return byAdapter(() =>
      turn.startTool({ name, callId, input: argumentsOf(input) })
    );
  }
}
