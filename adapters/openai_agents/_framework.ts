/**
 * The parts of `@openai/agents` that are used, as they are in all supported
 * versions. Whatever a program may replace is `unknown` or optional.
 *
 * @module
 */

import { textOf } from "../shared/fields.ts";

/** An agent. */
export interface Agent {
  readonly name?: unknown;
  /** A name, or a model of its own. */
  readonly model?: unknown;
}

/** A runner. Its hooks run in the caller's async context. */
export interface Runner {
  readonly config?: {
    readonly model?: unknown;
    readonly modelProvider?: unknown;
    readonly groupId?: unknown;
  };
  on(event: string, listener: (...args: never[]) => void): unknown;
}

/** `Runner.prototype.run`. */
export type Run = (
  this: Runner,
  agent: Agent,
  input: unknown,
  options?: RunOptions,
) => Promise<RunResult>;

/** What a run is given. */
export interface RunOptions {
  readonly stream?: boolean;
  readonly signal?: AbortSignal;
  readonly conversationId?: unknown;
  readonly session?: unknown;
}

/** What keeps a conversation from one run to the next. */
export interface Session {
  getSessionId(): unknown;
}

/** The result of a run; of a streamed one, it is there before the run ends. */
export interface RunResult {
  readonly state?: {
    /** The last step has the final output, others have none. */
    readonly _currentStep?: { readonly output?: unknown };
  };
  /** Settles when the stream has ended, whether it was read or not. */
  readonly completed?: Promise<unknown>;
  /** The signal of a streamed run, which aborts when its reader leaves it. */
  _getAbortSignal?(): unknown;
  /** Whether the stream was given up. */
  readonly cancelled?: boolean;
}

/** Any tool of an agent; only function tools have `invoke`. */
export interface Tool {
  readonly type?: unknown;
  readonly name: string;
  readonly timeoutMs?: unknown;
  invoke?: Invoke;
}

/** What runs a function tool. */
export type Invoke = (this: unknown, ...args: unknown[]) => unknown;

/** A call as the model asked for it: one item of a reply. */
export interface CallItem {
  readonly type?: unknown;
  readonly callId?: unknown;
  readonly name?: unknown;
  /** The JSON that the model wrote. */
  readonly arguments?: unknown;
  /** What a computer or a shell has to do. */
  readonly action?: unknown;
  /** What has to be done to a file. */
  readonly operation?: unknown;
}

/** Where models come from. */
export interface ModelProvider {
  getModel(name?: string): Model | Promise<Model>;
}

/** A model. */
export interface Model {
  getResponse(request: ModelRequest): Promise<ModelReply>;
  getStreamedResponse(request: ModelRequest): AsyncIterable<StreamEvent>;
}

/** What a model is asked. */
export interface ModelRequest {
  /** The conversation: a text, or its items. */
  readonly input?: unknown;
  readonly tools?: readonly { readonly name?: unknown }[];
  readonly handoffs?: readonly { readonly toolName?: unknown }[];
  readonly signal?: AbortSignal;
}

/** A whole reply. */
export interface ModelReply {
  readonly output?: readonly OutputItem[];
  readonly usage?: unknown;
  readonly responseId?: unknown;
  /** The reply as it came over the wire. */
  readonly providerData?: unknown;
}

/** One item of a reply's output. */
export interface OutputItem extends CallItem {
  readonly content?: unknown;
}

/** One event of a streamed reply. */
export interface StreamEvent {
  readonly type: string;
  /** Of `response_done`: the whole reply. */
  readonly response?: ModelReply & { readonly id?: unknown };
  /** Of `model`: the chunk or event as it came over the wire. */
  readonly event?: unknown;
}

/** An agent's name, or `agent` where it has none. */
export function nameOf({ name }: Agent): string {
  return textOf(name) ?? "agent";
}
