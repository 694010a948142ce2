import type { BodyListener } from "./_body_listener.ts";
import type { LastEvent } from "./_last_event.ts";

/** The bytes of a body's chunk. */
export type Bytes = Uint8Array<ArrayBuffer>;

export type Controller =
  | ReadableStreamDefaultController<Bytes>
  | ReadableByteStreamController;

/** A chunk as a reader gets it. */
export type Chunk = { readonly value: Bytes; readonly done: false };

/**
 * The source of the stream around a body: it reads a chunk when it is asked for
 * one, and tells a listener how far that has come. It neither copies chunks nor
 * keeps them.
 */
export class WatchedSource {
  readonly #body: ReadableStream<Bytes>;
  readonly #listener: BodyListener;
  readonly #last: LastEvent | undefined;
  #reader: ReadableStreamDefaultReader<Bytes>;
  #controller: Controller | undefined;
  /** Whether any of the body has come. */
  #begun = false;
  /** Reads under way that go through the stream. */
  #reads = 0;
  /** Whether the stream waits for a chunk. */
  #isPulling = false;
  /** Reads under way that go past it. */
  #readsPast = 0;
  /** Whether the body has come to an end, or its reader wants no more. */
  #isOver = false;

  constructor(
    body: ReadableStream<Bytes>,
    listener: BodyListener,
    last: LastEvent | undefined,
  ) {
    this.#body = body;
    this.#listener = listener;
    this.#last = last;
    this.#reader = this.#newReader();
  }

  /** Called by the stream. */
  start(controller: Controller): void {
    this.#controller = controller;
  }

  /** Called by the stream. */
  async pull(controller: Controller): Promise<void> {
    this.#isPulling = true;
    const { value } = await this.#reader.read();
    this.#isPulling = false;
    if (value !== undefined) {
      this.#look(value);
      return controller.enqueue(value);
    }
    this.#isOver = true;
    controller.close();
    // A reader that brought a buffer gets it back, empty.
    if ("byobRequest" in controller) controller.byobRequest?.respond(0);
  }

  /** Called by the stream. */
  cancel(reason: unknown): Promise<void> {
    this.#isOver = true;
    this.#listener.givenUp({
      reason,
      begun: this.#begun,
      whole: this.#last?.seen ?? false,
    });
    return this.#reader.cancel(reason);
  }

  /**
   * Whether the next chunk may be read past the stream: none before it is in the
   * stream, or on its way there. The first one goes through, so that the stream
   * counts as one that has been read.
   */
  get canReadPast(): boolean {
    return this.#begun && this.#reads === 0 && !this.#isPulling &&
      this.#controller?.desiredSize === 0;
  }

  /** Reads through the stream. */
  readThrough<R>(read: () => Promise<R>): Promise<R> {
    this.#reads++;
    const result = read();
    const over = () => void this.#reads--;
    result.then(over, over);
    return result;
  }

  /**
   * Reads the next chunk past the stream.
   *
   * @returns The chunk; `undefined` where there is none: the stream then says why.
   * @throws {TypeError} If the stream's reader is released before it has come.
   */
  async readPast(): Promise<Chunk | undefined> {
    const reader = this.#reader;
    this.#readsPast++;
    try {
      const chunk = await reader.read();
      if (!chunk.done) {
        this.#look(chunk.value);
        return chunk;
      }
      this.#end();
    } catch (error) {
      // One that was released says so.
      if (reader !== this.#reader) throw error;
      this.#fail(reader, error);
    } finally {
      this.#readsPast--;
    }
    return undefined;
  }

  /** Leaves what is being read past the stream to whoever reads that next. */
  releaseReads(): void {
    if (this.#readsPast === 0) return;
    this.#reader.releaseLock();
    this.#reader = this.#newReader();
  }

  #newReader(): ReadableStreamDefaultReader<Bytes> {
    const reader = this.#body.getReader();
    // Reports the end at once, also where nobody reads, as after an abort.
    reader.closed.then(
      () => this.#listener.ended(),
      (error) => this.#fail(reader, error),
    );
    return reader;
  }

  #look(chunk: Bytes): void {
    if (!this.#begun) this.#listener.firstChunk();
    this.#begun = true;
    this.#last?.read(chunk);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#controller?.close();
  }

  #fail(reader: ReadableStreamDefaultReader<Bytes>, error: unknown): void {
    if (this.#isOver || reader !== this.#reader) return;
    this.#isOver = true;
    this.#listener.failed(error);
    this.#controller?.error(error);
  }
}
