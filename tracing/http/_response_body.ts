/** Who hears how the reading of a body goes. */
export interface BodyListener {
  /** The first chunk has come. */
  firstChunk(): void;
  /** The body has been read, or its reader has cancelled it. */
  ended(): void;
  /** The body has failed. */
  failed(error: unknown): void;
}

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Makes a response anew around a stream that hands each chunk of the body on
 * as it comes. Nothing is read before the reader asks, copied or kept.
 *
 * @param response The response, whose body is used up.
 * @param listener Who hears of the body.
 * @returns A response that looks the same; the same one if it has no body.
 */
export function passThrough(
  response: Response,
  listener: BodyListener,
): Response {
  const body = freeBody(response);
  if (body === undefined) {
    listener.ended();
    return response;
  }
  const { status, statusText, headers } = response;
  const init = { status, statusText, headers };
  return alike(new Response(handedOn(body, listener), init), response);
}

/** The body, where there is one that can be put into another response. */
function freeBody(response: Response): ReadableStream<Bytes> | undefined {
  // A stand-in may answer with an object of its own.
  if (!(response instanceof Response)) return undefined;
  const { body, headers, status } = response;
  // An empty body is often left unread.
  if (body === null || headers.get("content-length") === "0") return undefined;
  // Only these can be given to a response that is made.
  return body.locked || status < 200 || status > 599 ? undefined : body;
}

function handedOn(
  body: ReadableStream<Bytes>,
  listener: BodyListener,
): ReadableStream<Bytes> {
  const bytes = isByteStream(body);
  const source = new Source(body, listener);
  const start = (controller: Failing) => source.follow(controller);
  const cancel = (reason: unknown) => source.cancel(reason);
  if (!bytes) {
    // What somebody made: a chunk may be used again, so its memory stays
    // theirs.
    return new ReadableStream({
      start,
      async pull(controller) {
        const chunk = await source.next();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel,
    }, { highWaterMark: 0 });
  }
  return new ReadableStream({
    type: "bytes",
    start,
    async pull(controller) {
      const chunk = await source.next();
      if (chunk !== undefined) return controller.enqueue(chunk);
      controller.close();
      // A reader that brought a buffer gets it back, empty.
      controller.byobRequest?.respond(0);
    },
    cancel,
  });
}

function isByteStream(stream: ReadableStream<Bytes>): boolean {
  try {
    stream.getReader({ mode: "byob" }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

/** What can be told that a stream has failed. */
interface Failing {
  error(error: unknown): void;
}

/** A body that is being read. */
class Source {
  readonly #reader: ReadableStreamDefaultReader<Bytes>;
  readonly #listener: BodyListener;
  #begun = false;

  constructor(body: ReadableStream<Bytes>, listener: BodyListener) {
    this.#reader = body.getReader();
    this.#listener = listener;
  }

  /** The next chunk, or `undefined` at the end. */
  async next(): Promise<Bytes | undefined> {
    const { value } = await this.#reader.read();
    if (value !== undefined && !this.#begun) {
      this.#begun = true;
      this.#listener.firstChunk();
    }
    return value;
  }

  /** Tells the body's end at once, also where nobody reads: an abort. */
  follow(controller: Failing): void {
    this.#reader.closed.then(
      () => this.#listener.ended(),
      (error) => {
        this.#listener.failed(error);
        controller.error(error);
      },
    );
  }

  cancel(reason: unknown): Promise<void> {
    return this.#reader.cancel(reason);
  }
}

/** Gives a response what no constructor takes, and its clones likewise. */
function alike(response: Response, original: Response): Response {
  const { type, url, redirected } = original;
  const clone = () => alike(Response.prototype.clone.call(response), original);
  return Object.defineProperties(response, {
    type: { value: type },
    url: { value: url },
    redirected: { value: redirected },
    clone: { value: clone },
  });
}
