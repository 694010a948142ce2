/** Observes one reply. */
export interface ReplyObserver {
  /** Sends the request, inside the span that it belongs to. */
  send(url: URL, init: RequestInit): Promise<Response>;
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

/**
 * Passes a body on and shows its observer each chunk. Nothing is read before the
 * CLI asks for it, but for the end of a complete reply.
 */
export function observedBody(
  body: Body | null,
  reply: ReplyObserver,
): Body | null {
  if (body === null) {
    reply.done();
    return null;
  }
  const source = new ObservedReader(body, reply);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => source.cancel(reason),
  }, { highWaterMark: 0 });
}

/** Reads a body, and shows an observer its chunks and its one end. */
class ObservedReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #reply: ReplyObserver;
  /** What was read before the CLI asked for it. */
  readonly #readAhead: Promise<Chunk>[] = [];
  /** Whether the CLI has all that it needs: it may not read on to the end. */
  #complete = false;
  /** Whether the observer has seen the end. */
  #ended = false;

  constructor(body: Body, reply: ReplyObserver) {
    this.#reader = body.getReader();
    this.#reply = reply;
  }

  next(): Promise<Chunk> {
    return this.#readAhead.shift() ?? this.#read();
  }

  /** The CLI does not wait for the end of a complete reply: we do. */
  async cancel(reason: unknown): Promise<void> {
    if (this.#complete) return;
    const left = new DOMException("The CLI reads no further", "AbortError");
    this.#end(() => this.#reply.failed(left));
    await this.#reader.cancel(reason);
  }

  async #read(): Promise<Chunk> {
    try {
      const chunk = await this.#reader.read();
      if (chunk.done) this.#end(() => this.#reply.done());
      else this.#observe(chunk.value);
      return chunk;
    } catch (error) {
      this.#end(() => this.#reply.failed(error));
      throw error;
    }
  }

  #observe(bytes: Uint8Array): void {
    if (!this.#ended && this.#reply.chunk(bytes)) this.#complete = true;
    if (!this.#complete) return;
    const next = this.#read();
    // Whoever asks for the chunk gets the error.
    next.catch(() => {});
    this.#readAhead.push(next);
  }

  #end(tell: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    tell();
  }
}
