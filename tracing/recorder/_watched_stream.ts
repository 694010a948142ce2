import { guarded } from "../base/guarded.ts";

/** What is called as a program reads a stream. */
export interface StreamListener {
  /** The next item has come. */
  item(value: unknown): void;
  /** There is no more to read: it has ended, or broken off. */
  over(): void;
  /** The program reads no further. */
  left(): void;
}

type Steps = Pick<AsyncIterator<unknown>, "next" | "return" | "throw">;

/** The helpers of vendors' clients: what they emit for each event as it was sent. */
const RAW_EVENTS = ["chunk", "streamEvent", "event"];

/**
 * Shows a listener each item of a stream at the moment when the program reads
 * it. What the listener throws is dropped.
 *
 * @returns The stream that the program reads: the same object, but for a
 * `ReadableStream`, which can be read in ways that nobody can watch, another
 * one; `undefined` where the value is no stream.
 */
export function watchedStream(
  value: unknown,
  listener: StreamListener,
): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const safe: StreamListener = {
    item: (item) => guarded(() => listener.item(item)),
    over: () => guarded(() => listener.over()),
    left: () => guarded(() => listener.left()),
  };
  if (value instanceof ReadableStream) return watchedReadable(value, safe);
  if (!(Symbol.asyncIterator in value)) return undefined;
  return watchIterable(value as Stream, safe);
}

/** A stream, with what vendors' clients add to it. */
interface Stream extends AsyncIterable<unknown>, Partial<Steps> {
  /** What the clients' own streams are read by, `tee()` included. */
  iterator?: () => AsyncIterator<unknown>;
  /** The clients' helpers read by themselves, and emit. */
  on?: (event: string, listener: (value: unknown) => void) => unknown;
  done?: () => Promise<void>;
}

function watchIterable(stream: Stream, listener: StreamListener): Stream {
  // A generator gives itself as its iterator, and may be stepped by hand.
  if (typeof stream.next === "function") return watchSteps(stream, listener);
  if (typeof stream.on === "function" && typeof stream.done === "function") {
    for (const event of RAW_EVENTS) stream.on(event, listener.item);
    return stream;
  }
  const key = typeof stream.iterator === "function"
    ? "iterator"
    : Symbol.asyncIterator;
  const iterate = stream[key]!;
  return withMembers(stream, {
    [key]: () => watchSteps(iterate.call(stream), listener),
  });
}

/** Watches an iterator, which stays the same object. */
function watchSteps<T extends Partial<Steps>>(
  iterator: T,
  listener: StreamListener,
): T {
  const { next, return: leave, throw: fail } = iterator;
  return withMembers(iterator, {
    next: (...args: Parameters<Steps["next"]>) => {
      const step = next!.apply(iterator, args);
      // The program gets what it throws.
      Promise.resolve(step).then(({ done, value }) => {
        if (done) listener.over();
        else listener.item(value);
      }, () => listener.over());
      return step;
    },
    ...(leave !== undefined && {
      return: (...args: Parameters<NonNullable<Steps["return"]>>) => {
        listener.left();
        return leave.apply(iterator, args);
      },
    }),
    ...(fail !== undefined && {
      throw: (...args: Parameters<NonNullable<Steps["throw"]>>) => {
        listener.left();
        return fail.apply(iterator, args);
      },
    }),
  });
}

function watchedReadable(
  stream: ReadableStream<unknown>,
  listener: StreamListener,
): ReadableStream<unknown> {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await readOn(reader, listener);
      if (done) return controller.close();
      listener.item(value);
      controller.enqueue(value);
    },
    cancel(reason) {
      listener.left();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}

async function readOn(
  reader: ReadableStreamDefaultReader<unknown>,
  listener: StreamListener,
): Promise<ReadableStreamReadResult<unknown>> {
  try {
    const step = await reader.read();
    if (step.done) listener.over();
    return step;
  } catch (error) {
    listener.over();
    throw error;
  }
}

/** Gives an object members of its own; a frozen one stays as it is. */
function withMembers<T extends object>(target: T, members: object): T {
  for (const key of Reflect.ownKeys(members)) {
    Reflect.defineProperty(target, key, {
      value: Reflect.get(members, key),
      writable: true,
      configurable: true,
    });
  }
  return target;
}
