import { AsyncLocalStorage } from "node:async_hooks";
import type {
  ModelResponse,
  Usage,
} from "../../tracing/prompt/wire/model_response.ts";
import type { Json } from "../../tracing/base/json.ts";
import {
  mergeUsage,
  promptUsage,
  readUsage,
} from "../../tracing/prompt/wire/read_usage.ts";
import { defined, fieldsOf, textOf } from "../shared/fields.ts";
import type { ReplyFacts } from "../../tracing/prompt/wire/reply_facts.ts";
import { messageFacts, sentUsage } from "./_reply.ts";
import { boundIn } from "./_model_name.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { replaceMethod } from "../shared/replace_method.ts";

/** The object that has a model's streaming method. */
interface StreamOwner {
  _streamResponseChunks(
    this: unknown,
    ...args: unknown[]
  ): AsyncIterable<unknown>;
}

/**
 * What the chunks of a streamed reply say. The message that the framework makes
 * of them lacks some of it, and of a reply that broke off there is no message.
 */
export class StreamedReply {
  #usage: Usage | undefined;
  /** As the vendor sent it, all chunks together, where the framework tells. */
  #sent: Json = {};
  #provider: unknown;
  readonly #response: { model?: string; finishReasons?: string[] } = {};
  #facts: ReplyFacts = {};
  #begun = false;

  readonly #onChunk: () => void;

  /** @param onChunk Called once a chunk has been read. */
  constructor(onChunk: () => void = () => {}) {
    this.#onChunk = onChunk;
  }

  /** Reads a chunk. */
  add(chunk: unknown): void {
    this.#begun = true;
    const { message, generationInfo } = fieldsOf(chunk);
    const { usage_metadata, response_metadata } = fieldsOf(message);
    this.#facts = { ...this.#facts, ...messageFacts(fieldsOf(message)) };
    const info = fieldsOf(generationInfo);
    const model = textOf(info.model_name);
    const reason = textOf(info.finish_reason);
    if (model !== undefined) this.#response.model = model;
    if (reason !== undefined) this.#response.finishReasons = [reason];
    // Only the first chunk has it.
    this.#provider ??= fieldsOf(response_metadata).model_provider;
    this.#sent = mergeUsage(this.#sent, fieldsOf(response_metadata).usage);
    const usage = readUsage(usage_metadata);
    if (usage !== undefined) this.#addUsage(usage);
    this.#onChunk();
  }

  /** Adds to a whole reply what its message does not say. */
  complete(response: ModelResponse): ModelResponse {
    if (!this.#begun) return response;
    const whole = { ...this.#response, ...this.#facts, ...response };
    const sent = sentUsage(this.#sent);
    if (sent !== undefined) return { ...whole, usage: sent };
    const outputTokens = this.#usage?.outputTokens;
    return whole.usage === undefined || outputTokens === undefined
      ? whole
      : { ...whole, usage: { ...whole.usage, outputTokens } };
  }

  /** What is known of a reply that broke off. */
  get partial(): ModelResponse | undefined {
    const known = sentUsage(this.#sent) ?? this.#usage;
    if (known === undefined) return undefined;
    return { ...this.#response, ...this.#facts, usage: promptUsage(known) };
  }

  /**
   * Output tokens add up; Anthropic's last count is that of the whole reply. A 0
   * wipes out no count.
   */
  #addUsage(usage: Usage): void {
    const { outputTokens: before = 0, inputTokens } = this.#usage ?? {};
    const output = usage.outputTokens ?? 0;
    this.#usage = {
      ...usage,
      ...this.#usage,
      ...defined({ inputTokens: inputTokens || usage.inputTokens }),
      outputTokens: this.#provider === "anthropic"
        ? output || before
        : before + output,
    };
  }
}

const currentReply = new AsyncLocalStorage<StreamedReply>();
/** Models that were looked at. */
const seen = new WeakSet<object>();

/** What has been patched. */
const watched = new WeakSet<object>();

/** Runs a model call, whose chunks are added to `reply`. */
export function readingChunks<R>(reply: StreamedReply, call: () => R): R {
  return currentReply.run(reply, call);
}

/**
 * Watches what a model streams. It is its class that is patched: to give a
 * model tools, the framework makes another object of the same class.
 */
export function watchStream(model: unknown): void {
  // Before each model call: nearly always it is the model of the call before.
  if (typeof model !== "object" || model === null || seen.has(model)) return;
  seen.add(model);
  const owner = ownerOfStream(model);
  if (owner === undefined || watched.has(owner)) return;
  watched.add(owner);
  const stream = owner._streamResponseChunks;
  replaceMethod(owner, "_streamResponseChunks", function (...args) {
    const reply = currentReply.getStore();
    const chunks = stream.apply(this, args);
    const isWatched = reply !== undefined && isIterable(chunks);
    return isWatched ? readChunks(chunks, reply) : chunks;
  });
}

/** Finds that object in a model's prototype chain, where it can be patched. */
function ownerOfStream(model: unknown): StreamOwner | undefined {
  let owner: unknown = boundIn(model);
  while (owner !== null && typeof owner === "object") {
    if (Object.hasOwn(owner, "_streamResponseChunks")) {
      const isMethod =
        typeof fieldsOf(owner)._streamResponseChunks === "function";
      return isMethod && Object.isExtensible(owner)
        ? owner as StreamOwner
        : undefined;
    }
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}

/** The program gets the error that it would get. */
function isIterable(chunks: unknown): boolean {
  return guarded(() =>
    typeof fieldsOf(chunks)[Symbol.asyncIterator as never]
  ) === "function";
}

async function* readChunks(
  chunks: AsyncIterable<unknown>,
  reply: StreamedReply,
): AsyncGenerator<unknown> {
  for await (const chunk of chunks) {
    guarded(() => reply.add(chunk));
    yield chunk;
  }
}
