import { AsyncLocalStorage } from "node:async_hooks";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import type { Chat } from "../../tracing/recorder/types.ts";
import { type ActiveAgent, agentOfLoop } from "./_active_agent.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import type {
  Model,
  ModelProvider,
  ModelReply,
  ModelRequest,
  StreamEvent,
} from "./_framework.ts";
import { replaceMethod } from "../shared/replace_method.ts";
import { Reply } from "./_reply.ts";

/** The name of a model that has none. */
export const UNNAMED_MODEL = "unknown";

const watched = new WeakSet<object>();

/** The names by which a provider was asked for models. */
const names = new WeakMap<object, string>();

/** The agent whose model is being asked: a model that asks another is one call. */
const askingAgent = new AsyncLocalStorage<ActiveAgent>();

/** Watches every model that a provider makes. */
export function watchProvider(provider: unknown): void {
  if (!startWatching(provider, "getModel")) return;
  const { getModel } = provider as ModelProvider;
  patch(provider, {
    getModel(this: unknown, ...args: Parameters<typeof getModel>) {
      const model = getModel.apply(this as ModelProvider, args);
      const watch = (model: Model) => watchModel(model, args[0]);
      // Called before the framework's own reaction, which is added later.
      if (model instanceof Promise) model.then(watch, () => {});
      else watch(model);
      return model;
    },
  });
}

/** Watches a model: each reply while an agent runs is a turn. */
export function watchModel(model: unknown, name?: string): void {
  if (typeof model !== "object" || model === null) return;
  if (name) names.set(model, name);
  if (!startWatching(model, "getResponse")) return;
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

/** The name of a model as it goes over the wire, where it is known. */
export function modelName(model: unknown): string | undefined {
  if (typeof model !== "object" || model === null) return textOf(model);
  // The last is the vendor's own, of a model that was asked for by no name.
  return names.get(model) ?? textOf(fieldsOf(model)._model);
}

/** Whether an object has the method, and is not watched yet; from now on it is. */
function startWatching(target: unknown, method: string): target is object {
  if (typeof fieldsOf(target)[method] !== "function") return false;
  if (watched.has(target as object)) return false;
  watched.add(target as object);
  return true;
}

/** Replaces methods of an object, where it is not frozen. */
function patch(target: object, methods: Readonly<Record<string, unknown>>) {
  for (const [name, value] of Object.entries(methods)) {
    try {
      replaceMethod(target, name as never, value as never);
    } catch {
      // A frozen object cannot be watched, and stays as it is.
    }
  }
}

function startChat(
  model: Model,
  request: ModelRequest,
): ObservedChat | undefined {
  const agent = agentOfLoop();
  if (agent === undefined || askingAgent.getStore() === agent) return undefined;
  agent.requestedCalls.recordRefused(agent.scope.currentTurn, request);
  const name = modelName(model) ?? UNNAMED_MODEL;
  agent.model ??= name;
  agent.takesImages = speaksResponses(model);
  const chat = byAdapter(() =>
    agent.scope.startChat({ agentName: agent.name, model: name })
  );
  return new ObservedChat(agent, chat, request);
}

/** Whether a model of the SDK's own speaks the responses format. */
function speaksResponses(model: Model): boolean {
  const { name } = fieldsOf(fieldsOf(model).constructor);
  return /^OpenAIResponses\w*Model$/.test(textOf(name) ?? "");
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

  /** Asks for a whole reply, and reads it. */
  whole(ask: () => Promise<ModelReply>): Promise<ModelReply> {
    const reply = this.#in(ask);
    // A program's own model may return a plain value.
    Promise.resolve(reply).then((whole) => {
      this.#reply.whole(whole);
      this.#end();
    }, (error) => this.#failed(error));
    return reply;
  }

  /** Asks for a streamed reply, and reads each event that is asked for. */
  streamed(
    ask: () => AsyncIterable<StreamEvent>,
  ): AsyncIterable<StreamEvent> {
    const events = this.#in(() => ask()[Symbol.asyncIterator]());
    const read: AsyncIterableIterator<StreamEvent> = {
      next: (...args) => this.#step(this.#in(() => events.next(...args))),
      [Symbol.asyncIterator]: () => read,
    };
    if (events.return !== undefined) {
      read.return = (value) => {
        const closed = this.#in(() => events.return!(value));
        // After the request, whose own end says more.
        closed.then(() => this.#end(), (error) => this.#failed(error));
        return closed;
      };
    }
    return read;
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
      return askingAgent.run(this.#agent, () => this.#chat.in(fn));
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  #end(): void {
    const { response } = this.#reply;
    if (response === undefined) return this.#cancelled();
    this.#chat.response(response);
    this.#agent.requestedCalls.replace(response.toolCalls ?? [], this.#request);
    this.#chat.end();
  }

  #failed(error: unknown): void {
    const { partial } = this.#reply;
    if (partial !== undefined) this.#chat.response(partial);
    const { signal } = this.#request;
    if (isAbort(error) && isAbort(signal?.reason)) this.#cancelled();
    else this.#chat.attemptFailed(error);
  }

  /** Nobody waits for the rest of it. */
  #cancelled(): void {
    this.#chat.fail(this.#agent.cancelReason, "cancelled");
    this.#chat.end();
  }
}

/** Tells that somebody gave up, by name: the classes are the user's version's. */
function isAbort(error: unknown): boolean {
  const { name, constructor } = fieldsOf(error);
  return name === "AbortError" ||
    fieldsOf(constructor).name === "APIUserAbortError";
}
