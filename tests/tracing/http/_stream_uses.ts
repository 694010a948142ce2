import { assertStrictEquals } from "@std/assert";

/** A chunk. */
export type Bytes = Uint8Array<ArrayBuffer>;
type Stream = ReadableStream<Bytes>;
type Reader = ReadableStreamDefaultReader<Bytes>;

const encoder = new TextEncoder();
/** The texts of a reply's chunks. */
export const CHUNKS = ["one", "two", "three", "four"];
/** What a reply breaks off with. */
export const BROKEN = new Error("broken on purpose");

/** A reply of {@linkcode CHUNKS}. */
export interface Made {
  readonly response: Response;
  /** Lets the third chunk, and what follows it, come. */
  goOn(): void;
}

/** Makes one whose third chunk waits, or breaks it. */
export function make(type: "bytes" | undefined, breaks = false): Made {
  const more = Promise.withResolvers<void>();
  let next = 0;
  const source = {
    async pull(controller: ReadableStreamDefaultController<Bytes>) {
      const place = next++;
      if (place === 2) await more.promise;
      if (place === 2 && breaks) return controller.error(BROKEN);
      if (place < CHUNKS.length) {
        return controller.enqueue(encoder.encode(CHUNKS[place]));
      }
      controller.close();
    },
  };
  const stream = type === undefined
    ? new ReadableStream(source, { highWaterMark: 0 })
    : new ReadableStream({ ...source, type } as UnderlyingByteSource);
  const headers = { "content-type": "text/event-stream" };
  return { response: new Response(stream, { headers }), goOn: more.resolve };
}

function said(result: unknown): unknown {
  if (result instanceof Error) return `${result.name}: ${result.message}`;
  if (result instanceof Uint8Array) return new TextDecoder().decode(result);
  const { done, value } = result as IteratorResult<Bytes>;
  return done ? ["done", value] : new TextDecoder().decode(value);
}

/** What comes of a promise, in a form that can be compared. */
function told(promise: Promise<unknown> | undefined): Promise<unknown> {
  return promise!.then(said, said);
}

/** Reads what is left of a stream. */
export async function rest(stream: Stream): Promise<unknown[]> {
  const reader = stream.getReader();
  const all = [];
  while (true) {
    const read = await reader.read();
    all.push(said(read));
    if (read.done) return all;
  }
}

async function twice(reader: Reader): Promise<unknown[]> {
  return [await told(reader.read()), await told(reader.read())];
}

/** Does something with the stream of a reply. */
export type Use = (made: Made & { readonly stream: Stream }) => unknown;

/** What is done with a reply's stream. */
export const USES: Record<string, Use> = {
  async "read, and read again"({ stream, response, goOn }) {
    goOn();
    const reader = stream.getReader();
    const all = [];
    for (let i = 0; i < 7; i++) {
      all.push(await told(reader.read()), response.bodyUsed, stream.locked);
    }
    return [...all, await reader.closed];
  },
  async "read at once"({ stream, goOn }) {
    const reader = stream.getReader();
    const order: unknown[] = [];
    const reads = Array.from(
      { length: 6 },
      () => told(reader.read()).then((text) => void order.push(text)),
    );
    goOn();
    await Promise.all(reads);
    return order;
  },
  async "some read at once, once the first has come"({ stream, goOn }) {
    const reader = stream.getReader();
    const reads = [told(reader.read()), told(reader.read())];
    await reads[0];
    reads.push(told(reader.read()), told(reader.read()));
    goOn();
    return await Promise.all([...reads, told(reader.read())]);
  },
  async "by readers that follow each other"({ stream, goOn }) {
    goOn();
    const first = stream.getReader();
    const read = [await twice(first)];
    first.releaseLock();
    read.push(await twice(first));
    const second = stream.getReader();
    read.push(await twice(second), await twice(first));
    return [...read, await told(second.read()), stream.locked];
  },
  async "released while it waits"({ stream, goOn }) {
    const first = stream.getReader();
    const reads = await twice(first);
    const waiting = [told(first.read()), told(first.read())];
    first.releaseLock();
    reads.push(...await Promise.all(waiting));
    goOn();
    return [...reads, ...await rest(stream)];
  },
  async "released while the first chunks are awaited"({ stream, goOn }) {
    const first = stream.getReader();
    const waiting = [told(first.read()), told(first.read())];
    first.releaseLock();
    goOn();
    return [await Promise.all(waiting), await rest(stream)];
  },
  async "released while one waits that was asked for with the first"(
    { stream, goOn },
  ) {
    const first = stream.getReader();
    const reads = Array.from({ length: 3 }, () => told(first.read()));
    await reads[1];
    // Until the source has been asked for the third.
    for (let turn = 0; turn < 20; turn++) await undefined;
    first.releaseLock();
    await reads[2];
    const second = stream.getReader();
    reads.push(told(second.read()));
    goOn();
    return [...await Promise.all(reads), await told(second.read())];
  },
  async "given up while it waits"({ stream, response }) {
    const reader = stream.getReader();
    const reads = await twice(reader);
    const waiting = [told(reader.read()), told(reader.read())];
    await reader.cancel("enough");
    reads.push(...await Promise.all(waiting), await told(reader.read()));
    return [...reads, await reader.closed, response.bodyUsed, stream.locked];
  },
  async "behind a reader with a buffer"({ stream, goOn }) {
    goOn();
    try {
      const first = stream.getReader({ mode: "byob" });
      const read = said(await first.read(new Uint8Array(2)));
      first.releaseLock();
      return [read, ...await rest(stream)];
    } catch (error) {
      return said(error);
    }
  },
  async "put into a response behind a reader"({ stream, goOn }) {
    goOn();
    const reader = stream.getReader();
    const reads = await twice(reader);
    const refuse = () => {
      try {
        return new Response(stream).bodyUsed;
      } catch (error) {
        return said(error);
      }
    };
    const locked = refuse();
    reader.releaseLock();
    return [...reads, locked, refuse(), await rest(stream)];
  },
  async "split behind a reader"({ stream, goOn }) {
    goOn();
    const reader = stream.getReader();
    const reads = await twice(reader);
    reader.releaseLock();
    return [reads, await Promise.all(stream.tee().map(rest))];
  },
  async "piped behind a reader"({ stream, goOn }) {
    goOn();
    const reader = stream.getReader();
    const reads = await twice(reader);
    reader.releaseLock();
    const texts = stream.pipeThrough(new TextDecoderStream());
    return [...reads, ...await Array.fromAsync(texts)];
  },
  async "in a loop"({ stream, response, goOn }) {
    goOn();
    const all = [];
    for await (const chunk of stream) all.push(said(chunk), stream.locked);
    return [...all, stream.locked, response.bodyUsed];
  },
  async "in a loop that is left"({ stream, goOn }) {
    const all = [];
    for await (const chunk of stream) {
      all.push(said(chunk));
      if (all.length === 2) break;
    }
    goOn();
    return [...all, stream.locked, await rest(stream)];
  },
  async "in a loop that is left, and on from there"({ stream, goOn }) {
    const all = [];
    const chunks = stream.values({ preventCancel: true });
    for await (const chunk of chunks) {
      all.push(said(chunk));
      if (all.length === 2) break;
    }
    goOn();
    const after = await told(chunks.next());
    return [...all, stream.locked, after, ...await rest(stream)];
  },
  async "by steps at once"({ stream, goOn }) {
    const chunks = stream[Symbol.asyncIterator]();
    const steps = [await told(chunks.next())];
    const waiting = Array.from({ length: 5 }, () => told(chunks.next()));
    goOn();
    return [...steps, ...await Promise.all(waiting), stream.locked];
  },
  async "by steps, and left while one is awaited"({ stream, goOn }) {
    const chunks = stream.values();
    const steps = [await told(chunks.next()), await told(chunks.next())];
    const waiting = [told(chunks.next()), told(chunks.return?.("left"))];
    goOn();
    steps.push(...await Promise.all(waiting), await told(chunks.next()));
    return [...steps, stream.locked];
  },
  async "by the members of the class"({ stream, goOn }) {
    goOn();
    const { getReader } = ReadableStream.prototype;
    const reader: Reader = getReader.call(stream) as Reader;
    const { read } = ReadableStreamDefaultReader.prototype;
    const reads = [await told(reader.read())];
    reads.push(
      ...await Promise.all([
        told(read.call(reader)),
        told(reader.read()),
        told(read.call(reader)),
      ]),
    );
    return [...reads, await told(reader.read())];
  },
  async "by members of another stream"({ stream, goOn }) {
    goOn();
    const [other, third] = ["other", "third"].map((text) =>
      new Response(text).body!
    ) as [Stream, Stream];
    const reader = stream.getReader();
    const reads = await twice(reader);
    const theirs = stream.getReader.call(other) as Reader;
    const steps = stream.values.call(third);
    reads.push(await told(theirs.read()), await told(steps.next()));
    reads.push(await told(reader.read.call(theirs)));
    return [...reads, await told(reader.read())];
  },
};

/** The same for a reply that breaks off. */
export const BROKEN_USES: Record<string, Use> = {
  async "read, and read again"({ stream, goOn }) {
    const reader = stream.getReader();
    const reads = await twice(reader);
    const waiting = [told(reader.read()), told(reader.read())];
    goOn();
    reads.push(...await Promise.all(waiting), await told(reader.read()));
    return [...reads, await told(reader.closed)];
  },
  async "in a loop"({ stream, goOn }) {
    goOn();
    const all: unknown[] = [];
    try {
      for await (const chunk of stream) all.push(said(chunk));
    } catch (error) {
      assertStrictEquals(error, BROKEN);
    }
    return [...all, stream.locked];
  },
  async "by steps at once"({ stream, goOn }) {
    const chunks = stream.values();
    const steps = [await told(chunks.next()), await told(chunks.next())];
    const waiting = [told(chunks.next()), told(chunks.next())];
    goOn();
    return [...steps, ...await Promise.all(waiting), stream.locked];
  },
};
