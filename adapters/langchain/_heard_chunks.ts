import { AsyncLocalStorage } from "node:async_hooks";
import type { Usage } from "../../tracing/recorder/trajectory.ts";
import type { ModelResponse } from "../../tracing/recorder/types.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import { usageOf } from "./_usage.ts";

type Fields = Readonly<Record<string, unknown>>;
type Stream = (this: unknown, ...args: unknown[]) => AsyncIterable<unknown>;

/**
 * What was heard of a reply while it streamed. The message that the framework
 * makes of the chunks lacks some of it, and there is none of a reply that was
 * cut.
 */
export class HeardChunks {
  #usage: Usage | undefined;
  #provider: unknown;
  #told: ModelResponse = {};

  /** A chunk came. */
  hear(chunk: unknown): void {
    const { message, generationInfo } = fieldsOf(chunk);
    const { usage_metadata, response_metadata } = fieldsOf(message);
    const info = fieldsOf(generationInfo);
    const model = textOf(info.model_name);
    const reason = textOf(info.finish_reason);
    this.#told = {
      ...this.#told,
      ...(model === undefined ? {} : { model }),
      ...(reason === undefined ? {} : { finishReasons: [reason] }),
    };
    // Only the first chunk says it.
    this.#provider ??= fieldsOf(response_metadata).model_provider;
    const usage = usageOf(usage_metadata);
    if (usage !== undefined) this.#add(usage);
  }

  /** What the message does not say. */
  complete(response: ModelResponse): ModelResponse {
    const { usage } = response;
    const output = this.#usage?.outputTokens;
    return {
      ...this.#told,
      ...response,
      ...(usage === undefined || output === undefined
        ? {}
        : { usage: { ...usage, outputTokens: output } }),
    };
  }

  /** What had come of a reply that was cut. */
  get cut(): ModelResponse | undefined {
    if (this.#usage === undefined) return undefined;
    const { outputTokens: _, reasoningTokens: __, ...usage } = this.#usage;
    return { ...this.#told, usage };
  }

  /** Counts are to be summed; one vendor's last is the whole output. */
  #add(usage: Usage): void {
    const before = this.#usage?.outputTokens ?? 0;
    const output = usage.outputTokens ?? 0;
    this.#usage = {
      ...usage,
      ...this.#usage,
      outputTokens: this.#provider === "anthropic" ? output : before + output,
    };
  }
}

const hearing = new AsyncLocalStorage<HeardChunks>();
const watched = new WeakSet<object>();

/** Runs a model call, and hears what it streams. */
export function hear<R>(chunks: HeardChunks, call: () => R): R {
  return hearing.run(chunks, call);
}

/**
 * Watches what a model streams: in its class, because the framework makes
 * another one to give it tools.
 */
export function watchStream(model: unknown): void {
  const owner = ownerOfStream(model);
  if (owner === undefined || watched.has(owner)) return;
  watched.add(owner);
  const stream = owner._streamResponseChunks as Stream;
  const value: Stream = function (...args) {
    const chunks = hearing.getStore();
    const streamed = stream.apply(this, args);
    return chunks === undefined ? streamed : heard(streamed, chunks);
  };
  Object.defineProperty(owner, "_streamResponseChunks", {
    value,
    writable: true,
    configurable: true,
  });
}

/** The class that says how a model streams. */
function ownerOfStream(model: unknown): Fields | undefined {
  let owner: unknown = model;
  while (owner !== null && typeof owner === "object") {
    if (Object.hasOwn(owner, "_streamResponseChunks")) {
      const known = typeof fieldsOf(owner)._streamResponseChunks === "function";
      return known && Object.isExtensible(owner) ? owner as Fields : undefined;
    }
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}

async function* heard(
  stream: AsyncIterable<unknown>,
  chunks: HeardChunks,
): AsyncGenerator<unknown> {
  for await (const chunk of stream) {
    chunks.hear(chunk);
    yield chunk;
  }
}
