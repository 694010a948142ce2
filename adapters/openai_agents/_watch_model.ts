import { AsyncLocalStorage } from "node:async_hooks";
import type { Chat } from "../../tracing/recorder/types.ts";
import { isAbort } from "./_abort.ts";
import { type ActiveAgent, loopingAgent } from "./_active_agent.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import type {
  Model,
  ModelProvider,
  ModelReply,
  ModelRequest,
  StreamEvent,
} from "./_framework.ts";
import { Reply } from "./_reply.ts";

/** The name of a model that does not tell it. */
export const UNNAMED_MODEL = "unknown";

const watched = new WeakSet<object>();

/** The names that models were got by. */
const names = new WeakMap<object, string>();

/** Whose model is being asked: a model that asks another is one call. */
const asking = new AsyncLocalStorage<ActiveAgent>();

/** Watches every model that a provider gives out. */
export function watchProvider(provider: unknown): void {
  if (!unwatched(provider, "getModel")) return;
  const { getModel } = provider as ModelProvider;
  patch(provider, {
    getModel(this: unknown, ...args: Parameters<typeof getModel>) {
      const model = getModel.apply(this as ModelProvider, args);
      const got = (model: Model) => watchModel(model, args[0]);
      // Before the framework's own reaction, which was not there yet.
      if (model instanceof Promise) model.then(got, () => {});
      else got(model);
      return model;
    },
  });
}

/** Watches a model: each reply while an agent runs is a turn. */
export function watchModel(model: unknown, name?: string): void {
  if (typeof model !== "object" || model === null) return;
  if (name) names.set(model, name);
  if (!unwatched(model, "getResponse")) return;
  const { getResponse, getStreamedResponse } = model as Model;
  patch(model, {
    getResponse(this: Model, request: ModelRequest) {
      const ask = () => getResponse.call(this, request);
      const chat = startChat(this, request);
      return chat === undefined ? ask() : chat.whole(ask);
    },
    getStreamedResponse(this: Model, request: ModelRequest) {
      const ask = () => getStreamedResponse.call(this, request);
      const chat = startChat(this, request);
      return chat === undefined ? ask() : chat.streamed(ask);
    },
  });
}

/** The name of a model as it goes over the wire, as far as it tells. */
export function modelName(model: unknown): string | undefined {
  if (typeof model !== "object" || model === null) return textOf(model);
  // The vendor's own, where it was got as the default.
  return names.get(model) ?? textOf(fieldsOf(model)._model);
}

function unwatched(target: unknown, method: string): target is object {
  if (typeof fieldsOf(target)[method] !== "function") return false;
  if (watched.has(target as object)) return false;
  watched.add(target as object);
  return true;
}

/** Puts methods in the place of an object's own, as unseen as those were. */
function patch(target: object, methods: Readonly<Record<string, unknown>>) {
  for (const [name, value] of Object.entries(methods)) {
    try {
      Object.defineProperty(target, name, {
        value,
        writable: true,
        configurable: true,
      });
    } catch {
      // Frozen: it cannot be watched, and goes on as it is.
    }
  }
}

function startChat(
  model: Model,
  request: ModelRequest,
): ObservedChat | undefined {
  const agent = loopingAgent();
  if (agent === undefined || asking.getStore() === agent) return undefined;
  agent.askedCalls.recordRefused(agent.scope.currentTurn, request);
  const name = modelName(model) ?? UNNAMED_MODEL;
  agent.model ??= name;
  const chat = agent.scope.modelCall({ agentName: agent.name, model: name });
  return new ObservedChat(agent, chat, request);
}

/** One call of a model's method. */
class ObservedChat {
  readonly #agent: ActiveAgent;
  readonly #chat: Chat;
  readonly #request: ModelRequest;
  readonly #reply = new Reply();

  constructor(agent: ActiveAgent, chat: Chat, request: ModelRequest) {
    this.#agent = agent;
    this.#chat = chat;
    this.#request = request;
  }

  /** Sees a whole reply. */
  whole(ask: () => Promise<ModelReply>): Promise<ModelReply> {
    const reply = this.#in(ask);
    // A model of one's own need not be asynchronous.
    Promise.resolve(reply).then((whole) => {
      this.#reply.whole(whole);
      this.#end();
    }, (error) => this.#failed(error));
    return reply;
  }

  /** Sees a streamed reply, event by event. */
  streamed(
    ask: () => AsyncIterable<StreamEvent>,
  ): AsyncIterable<StreamEvent> {
    const events = this.#in(() => ask()[Symbol.asyncIterator]());
    const seen: AsyncIterableIterator<StreamEvent> = {
      next: (...args) => this.#step(this.#in(() => events.next(...args))),
      [Symbol.asyncIterator]: () => seen,
    };
    if (events.return !== undefined) {
      seen.return = (value) => {
        const closed = this.#in(() => events.return!(value));
        // The request ends first, as what it comes to by that.
        closed.then(() => this.#end(), (error) => this.#failed(error));
        return closed;
      };
    }
    return seen;
  }

  #step(
    step: Promise<IteratorResult<StreamEvent>>,
  ): Promise<IteratorResult<StreamEvent>> {
    step.then(({ done, value }) => {
      if (done) this.#end();
      else this.#reply.event(value);
    }, (error) => this.#failed(error));
    return step;
  }

  #in<R>(fn: () => R): R {
    try {
      return asking.run(this.#agent, () => this.#chat.in(fn));
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  #end(): void {
    const { response } = this.#reply;
    if (response === undefined) return this.#givenUp();
    this.#chat.response(response);
    this.#agent.askedCalls.asked(response.toolCalls ?? [], this.#request);
    this.#chat.end();
  }

  #failed(error: unknown): void {
    const { cut } = this.#reply;
    if (cut !== undefined) this.#chat.response(cut);
    const { signal } = this.#request;
    if (isAbort(error) && isAbort(signal?.reason)) this.#givenUp();
    else this.#chat.failed(error);
  }

  /** Nobody waits for the rest of it. */
  #givenUp(): void {
    this.#chat.fail(this.#agent.givenUp, "cancelled");
    this.#chat.end();
  }
}
