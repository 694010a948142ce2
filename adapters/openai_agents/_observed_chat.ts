import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";
import { scopes } from "../../tracing/base/scopes.ts";
import type { Chat } from "../../tracing/recorder/types.ts";
import type { ActiveAgent } from "./_active_agent.ts";
import { CutError } from "../shared/cut_error.ts";
import { fieldsOf, signalOf } from "../shared/fields.ts";
import { guarded, whenSettled } from "../../tracing/base/guarded.ts";
import type { ModelReply, ModelRequest, StreamEvent } from "./_framework.ts";
import { Reply } from "./_reply.ts";

/** The agents whose models are asked, by the model calls. */
const asking = new WeakMap<object, ActiveAgent>();

/** Whether a model of the agent's is being asked here: one that asks another is one call. */
export function isAsking(agent: ActiveAgent): boolean {
  const scope = scopes.getStore();
  return scope !== undefined && asking.get(scope) === agent;
}

/** One call of a model's method. What it returns may be anything. */
export class ObservedChat {
  readonly #agent: ActiveAgent;
  readonly #chat: Chat;
  readonly #request: ModelRequest;
  readonly #reply = new Reply();
  #ended = false;

  constructor(agent: ActiveAgent, chat: Chat, request: ModelRequest) {
    this.#agent = agent;
    this.#chat = chat;
    this.#request = request;
    asking.set(chat, agent);
  }

  /** Asks for a whole reply, and reads it. */
  whole(ask: () => Promise<ModelReply>): Promise<ModelReply> {
    const given = this.#in(ask);
    // A program's own model may return a plain value, or what begins its work
    // with each `then`.
    const reply = guarded(() => typeof fieldsOf(given).then === "function")
      ? Promise.resolve(given)
      : given;
    whenSettled(reply, (whole) => {
      this.#reply.whole(whole);
      this.#end();
    }, (error) => this.#failed(error));
    return reply;
  }

  /** Asks for a streamed reply, and reads each event that is asked for. */
  streamed(
    ask: () => AsyncIterable<StreamEvent>,
  ): AsyncIterable<StreamEvent> {
    const stream = this.#in(ask);
    const isIterable = guarded(() =>
      typeof fieldsOf(stream)[Symbol.asyncIterator as never] === "function"
    );
    // The program gets the error that it would get.
    if (isIterable !== true) return stream;
    guarded(() => this.#watchSignal());
    return { [Symbol.asyncIterator]: () => this.#steps(stream) };
  }

  /** Whoever leaves a stream may end the run around it before the model's end. */
  #watchSignal(): void {
    const signal = signalOf(this.#request.signal);
    const onAbort = () => {
      // A model that takes too long is asked again, or fails the run.
      if (this.#ended || !isAbort(signal?.reason)) return;
      this.#ended = true;
      this.#cancelled();
      this.#agent.giveUp();
    };
    signal?.addEventListener("abort", () => guarded(onAbort), { once: true });
  }

  #steps(stream: AsyncIterable<StreamEvent>): AsyncIterator<StreamEvent> {
    const events = this.#in(() => stream[Symbol.asyncIterator]());
    const read: AsyncIterableIterator<StreamEvent> = {
      next: (...args) => this.#step(this.#in(() => events.next(...args))),
      [Symbol.asyncIterator]: () => read,
    };
    for (const way of ["return", "throw"] as const) {
      if (typeof guarded(() => events[way]) !== "function") continue;
      read[way] = (value: unknown) => {
        const left = this.#in(() => events[way]!(value));
        // After the request, whose own end says more.
        whenSettled(left, () => this.#end(), () => this.#end());
        return left;
      };
    }
    return read;
  }

  #step(
    step: Promise<IteratorResult<StreamEvent>>,
  ): Promise<IteratorResult<StreamEvent>> {
    whenSettled(step, ({ done, value }) => {
      if (done) this.#streamEnded();
      else this.#reply.event(value, this.#request.signal?.aborted === true);
    }, (error) => this.#failed(error));
    return step;
  }

  #in<R>(fn: () => R): R {
    try {
      return this.#chat.in(fn);
    } catch (error) {
      guarded(() => this.#failed(error));
      throw error;
    }
  }

  /** A stream may end without a reply, whatever its reader makes of that. */
  #streamEnded(): void {
    const { isWhole, invalid, begun } = this.#reply;
    const isGivenUp = isAbort(this.#request.signal?.reason);
    if (isWhole || invalid !== undefined || isGivenUp) return this.#end();
    this.#failed(begun ? new CutError() : new InvalidReplyError(""));
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { invalid } = this.#reply;
    if (invalid !== undefined) {
      this.#chat.attemptFailed(new InvalidReplyError(invalid));
      return;
    }
    const { response } = this.#reply;
    if (response === undefined) return this.#cancelled();
    this.#chat.response(response);
    this.#agent.requestedCalls.replace(response.toolCalls ?? [], this.#request);
    this.#chat.end();
  }

  #failed(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const { signal } = this.#request;
    if (isAbort(error) && isAbort(signal?.reason)) return this.#cancelled();
    this.#addPartial();
    this.#chat.attemptFailed(error);
  }

  /** Nobody waits for the rest of it. */
  #cancelled(): void {
    this.#addPartial();
    this.#chat.fail(this.#agent.cancelReason, "cancelled");
    this.#chat.end();
  }

  #addPartial(): void {
    const { partial } = this.#reply;
    if (partial !== undefined) this.#chat.response(partial);
  }
}

/** Tells that somebody gave up, by name: the classes are the user's version's. */
export function isAbort(error: unknown): boolean {
  const { name, constructor } = fieldsOf(error);
  return name === "AbortError" ||
    fieldsOf(constructor).name === "APIUserAbortError";
}
