import type { WatchBody } from "../../tracing/http/fetch_watched.ts";
import { isEventStream } from "../../tracing/base/is_event_stream.ts";
import { EventStream } from "../../tracing/prompt/wire/event_stream.ts";
import { ReplyReader } from "../../tracing/prompt/wire/reply_reader.ts";
import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { saysInput } from "../../tracing/recorder/says_input.ts";
import type { AgentScope, Chat } from "../../tracing/recorder/types.ts";
import { objectOf } from "../shared/arguments.ts";
import { fieldsOf } from "../shared/fields.ts";
import type { AgentState } from "./_agent_state.ts";
import type { ReplyObserver } from "./_observed_body.ts";
import { CutError } from "../shared/cut_error.ts";
import { ConnectionError, RefusedError } from "./_model_errors.ts";

/**
 * Sends a request. The reply's body is left to `watch` where that is given and
 * `fetch` is ours; it is watched by a stream around it elsewhere.
 */
export type Send = (
  url: URL,
  init: RequestInit,
  watch?: WatchBody,
) => Promise<Response>;

/** A request of a turn. */
export interface TurnRequest {
  readonly model: string | undefined;
  readonly send: Send;
  /** Takes why the request failed, `undefined` where it succeeded. */
  onOutcome(failure: unknown): void;
}

/**
 * Observes a request that is no turn: its `POST` is under the agent's span. Its
 * reply is not read here, so that we cannot tell when the CLI has all of it.
 */
export function observeSideCall(scope: AgentScope, send: Send): ReplyObserver {
  return {
    send: (url, init) => scope.in(() => send(url, init)),
    chunk: () => false,
    done: () => {},
    failed: () => {},
  };
}

/**
 * Observes a request that is a turn of an agent's, or another attempt at one:
 * the recorder resumes the `chat` of a failed attempt with no tool call.
 */
export function observeTurn(
  agent: AgentState,
  request: TurnRequest,
): ReplyObserver {
  const turn = new ObservedTurn(agent, request);
  return {
    send: (url, init, watch) => turn.send(url, init, watch),
    chunk: (bytes) => turn.read(bytes),
    done: () => turn.ended(),
    failed: (error) => turn.broke(error),
  };
}

/** A reply that is a turn, as it comes. */
class ObservedTurn {
  readonly #request: TurnRequest;
  readonly #chat: Chat;
  readonly #reader: ReplyReader;
  readonly #events = new EventStream();
  readonly #reply = new PlainReply();

  constructor(agent: AgentState, request: TurnRequest) {
    const { model } = request;
    this.#request = request;
    this.#chat = byAdapter(() =>
      agent.scope.startChat(model === undefined ? {} : { model })
    );
    const turn = agent.scope.currentTurn!;
    this.#reader = new ReplyReader({
      onToolCall: (call) => agent.tools.requested(call, turn),
    });
  }

  async send(
    url: URL,
    init: RequestInit,
    watch: WatchBody,
  ): Promise<Response> {
    const { send } = this.#request;
    const response = await this.#chat.in(() => send(url, init, watch));
    this.#reply.begin(response);
    return response;
  }

  /** Reads the next bytes, and tells whether the reply is complete. */
  read(bytes: Uint8Array): boolean {
    if (!this.#reply.add(bytes)) {
      this.#events.each(
        bytes,
        (event) => void this.#reader.read(event),
        () => this.#reader.wanted,
      );
      saysInput(this.#chat, () => this.#reader.response?.usage?.inputTokens);
    }
    return this.#reader.complete;
  }

  /** The reply came to its end. */
  ended(): void {
    const failure = this.#problem();
    if (failure !== undefined) return this.#failed(failure);
    this.#request.onOutcome(undefined);
    this.#chat.response(this.#reader.response!);
    this.#chat.end();
  }

  /** No reply came, or no more of it. */
  broke(error: unknown): void {
    // Of a complete reply only the wait for its end has failed.
    if (this.#reader.complete) return this.ended();
    if (error instanceof InvalidReplyError) this.#failed(error);
    else if (this.#reply.begun) this.#failed(new CutError(error));
    else this.#failed(new ConnectionError(error));
  }

  /** What is wrong with a reply that came to its end. */
  #problem(): Error | undefined {
    const { status, text, isPlain } = this.#reply;
    if (status !== undefined) return new RefusedError(status, text);
    if (isPlain) this.#reader.read(messageIn(text));
    const { failure, complete, response } = this.#reader;
    if (response === undefined) return new InvalidReplyError(text);
    if (failure !== undefined) {
      return new RefusedError(undefined, JSON.stringify(failure));
    }
    return complete ? undefined : new CutError();
  }

  #failed(error: unknown): void {
    this.#request.onOutcome(error);
    const { response } = this.#reader;
    if (response?.id !== undefined) this.#chat.response(response);
    // It may ask again all the same.
    if (error instanceof CutError && isAbort(error.cause)) {
      this.#chat.fail(error.cause, "cancelled");
    }
    this.#chat.attemptFailed(error);
  }
}

/** Whether the CLI gave a reply up, or its query has ended. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** The message that a body is; `undefined` where it is none. */
function messageIn(body: string): unknown {
  const message = fieldsOf(objectOf(body));
  return Array.isArray(message.content) ? message : undefined;
}

/** Characters of an event stream that are kept, for what turns out to be none. */
const HEAD = 4_096;

/** The text of a reply: all of one that is no event stream, to be read at its end. */
class PlainReply {
  readonly #decoder = new TextDecoder();
  /** Whether there is any reply. */
  begun = false;
  isPlain = false;
  /** The status of a refusal. */
  status: number | undefined;
  text = "";

  begin(response: Response): void {
    const { ok, status } = response;
    this.begun = true;
    if (!ok) this.status = status;
    this.isPlain = !ok || !isEventStream(response);
  }

  /** Keeps the next bytes; `false` where they are an event stream's. */
  add(bytes: Uint8Array): boolean {
    if (this.isPlain || this.text.length < HEAD) {
      this.text += this.#decoder.decode(bytes, STREAM);
    }
    return this.isPlain;
  }
}

const STREAM = { stream: true };
