import type {
  BodyListener,
  WatchBody,
} from "../../tracing/http/fetch_watched.ts";

/** Observes one reply. */
export interface ReplyObserver {
  /**
   * Sends the request, inside the span that it belongs to. A `fetch` that can
   * leave the reply's body to `watch` gives it the listener of that span.
   */
  send(url: URL, init: RequestInit, watch: WatchBody): Promise<Response>;
  /**
   * The next bytes of the reply.
   *
   * @returns Whether the reply is complete: its end is then waited for, whether
   * the CLI reads on or not.
   */
  chunk(bytes: Uint8Array): boolean;
  /** The reply came to its end. */
  done(): void;
  /** No reply, or no more of it. */
  failed(error: unknown): void;
}

type Body = ReadableStream<Uint8Array>;
type Chunk = ReadableStreamReadResult<Uint8Array>;

/** Who is told as a body is read. */
export interface BodyObservers {
  readonly reply: ReplyObserver;
  /** The listener of the request's span, where that has left the body to us. */
  readonly span: BodyListener | undefined;
}

/**
 * Passes a body on and shows its observers each chunk. Nothing is read before the
 * CLI asks for it, but for the end of a complete reply.
 */
export function observedBody(
  body: Body | null,
  observers: BodyObservers,
): Body | null {
  if (body === null) {
    observers.span?.ended();
    observers.reply.done();
    return null;
  }
  const source = new ObservedReader(body, observers);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => source.cancel(reason),
  }, { highWaterMark: 0 });
}

/** Reads a body, and shows its observers its chunks and its one end. */
class ObservedReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #reply: ReplyObserver;
  readonly #span: BodyListener | undefined;
  /** What was read before the CLI asked for it. */
  readonly #readAhead: Promise<Chunk>[] = [];
  /** Whether any of it has come. */
  #begun = false;
  /** Whether the CLI has all that it needs: it may not read on to the end. */
  #complete = false;
  /** Whether the observer has seen the end. */
  #ended = false;

  constructor(body: Body, { reply, span }: BodyObservers) {
    this.#reader = body.getReader();
    this.#reply = reply;
    this.#span = span;
    // At once, also where the CLI does not read on, as after an abort.
    this.#reader.closed.then(
      () => span?.ended(),
      (error) => span?.failed(error),
    );
  }

  next(): Promise<Chunk> {
    return this.#readAhead.shift() ?? this.#read();
  }

  /** The CLI does not wait for the end of a complete reply: we do. */
  async cancel(reason: unknown): Promise<void> {
    if (this.#complete) return;
    if (!this.#ended) {
      this.#ended = true;
      const left = new DOMException("The CLI reads no further", "AbortError");
      this.#reply.failed(left);
      this.#span?.givenUp({ reason, begun: this.#begun, whole: false });
    }
    await this.#reader.cancel(reason);
  }

  async #read(): Promise<Chunk> {
    try {
      const chunk = await this.#reader.read();
      if (chunk.done) this.#over();
      else this.#observe(chunk.value);
      return chunk;
    } catch (error) {
      this.#broke(error);
      throw error;
    }
  }

  #observe(bytes: Uint8Array): void {
    if (!this.#begun) this.#span?.firstChunk();
    this.#begun = true;
    if (!this.#ended && this.#reply.chunk(bytes)) this.#complete = true;
    if (!this.#complete) return;
    const next = this.#read();
    // Whoever asks for the chunk gets the error.
    next.catch(() => {});
    this.#readAhead.push(next);
  }

  // The span of the request ends before that of the call it is made for, in
  // whichever order the reader settles what it has promised.
  #over(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#span?.ended();
    this.#reply.done();
  }

  #broke(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#span?.failed(error);
    this.#reply.failed(error);
  }
}
