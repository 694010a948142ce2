import type { Bytes, WatchedSource } from "./_watched_source.ts";

type Stream = ReadableStream<Bytes>;
type Reader = ReadableStreamDefaultReader<Bytes>;

/**
 * Has what most programs read a stream by, a reader or a loop, read past it: the
 * chunks then come as they came to `fetch`. What goes through a stream of bytes has
 * its memory handed over once more, and is put into a queue and taken out of it.
 *
 * The stream is as locked, read and closed as it would be. Whatever else reads it
 * (a response around it, a copy, a pipe, a server) goes through it.
 *
 * @param stream The stream.
 * @param source Its source.
 * @returns The same stream.
 */
export function withReadersPast(
  stream: Stream,
  source: WatchedSource,
): Stream {
  const { getReader, values } = ReadableStream.prototype;
  const iterate = own(
    function (this: Stream, options?: ReadableStreamIteratorOptions) {
      const iterator = values.call(this, options);
      return this === stream ? iteratorPast(iterator, source) : iterator;
    },
  );
  return Object.defineProperties(stream, {
    getReader: own(
      function (this: Stream, options?: ReadableStreamGetReaderOptions) {
        const reader = getReader.call(this, options);
        // One that brings its own buffer goes through.
        return this === stream && reader instanceof ReadableStreamDefaultReader
          ? readerPast(reader, source)
          : reader;
      },
    ),
    values: iterate,
    [Symbol.asyncIterator]: iterate,
  });
}

function readerPast(reader: Reader, source: WatchedSource): Reader {
  const { read, releaseLock } = reader;
  let isHeld = true;
  return Object.defineProperties(reader, {
    read: own(function (this: Reader) {
      const through = () => read.call(this);
      return this === reader && isHeld ? next(source, through) : through();
    }),
    releaseLock: own(function (this: Reader) {
      if (this === reader) {
        isHeld = false;
        source.releaseReads();
      }
      releaseLock.call(this);
    }),
  });
}

function iteratorPast(
  iterator: AsyncIterableIterator<Bytes>,
  source: WatchedSource,
): AsyncIterableIterator<Bytes> {
  const { next: step, return: leave } = iterator;
  let isHeld = true;
  let last: Promise<unknown> | undefined;
  return Object.defineProperties(iterator, {
    next: own(function (this: typeof iterator) {
      const through = () => step.call(this);
      if (this !== iterator || !isHeld) return through();
      return last = next(source, through);
    }),
    return: own(async function (this: typeof iterator, value: unknown) {
      isHeld = false;
      // What was asked for before still comes.
      await last?.catch(() => {});
      return await leave?.call(this, value);
    }),
  });
}

/** The next chunk: past the stream where it can be, else through it. */
function next(
  source: WatchedSource,
  through: () => Promise<unknown>,
): Promise<unknown> {
  return source.canReadPast
    // Where no chunk comes, the stream has closed or failed by now.
    ? source.readPast().then((chunk) => chunk ?? through())
    : source.readThrough(through);
}

/** A member of an object's own in the place of its class's. */
function own(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true };
}
