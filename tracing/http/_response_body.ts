import { isEventStream } from "../base/is_event_stream.ts";
import { LastEvent } from "./_last_event.ts";

/** How far a reader had come that cancelled a body. */
export interface GivenUp {
  /** What it gave as its reason. */
  readonly reason: unknown;
  /** Whether it had read any of it. */
  readonly begun: boolean;
  /** Whether it had the last event of a model's stream. */
  readonly whole: boolean;
}

/** What is called as a body is read. */
export interface BodyListener {
  /** The first chunk has come. */
  firstChunk(): void;
  /** The body has been read, or there is none. */
  ended(): void;
  /** Its reader has cancelled it. */
  givenUp(how: GivenUp): void;
  /** The body has failed. */
  failed(error: unknown): void;
}

/** Has a listener called as the body of a response is read. */
export type WatchBody = (
  response: Response,
  listener: BodyListener,
) => Response;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Makes a new response around a stream that passes each chunk of the body on.
 * A chunk is read when the reader asks for it, and is not copied or kept.
 *
 * @param response The response, whose body is used up.
 * @param listener What is called as the body is read.
 * @returns A response that looks the same; the same one if it has no body.
 */
export function passThrough(
  response: Response,
  listener: BodyListener,
): Response {
  const body = usableBody(response);
  if (body === undefined) {
    listener.ended();
    return response;
  }
  return streamedReply(response, body, listener);
}

/**
 * The same, where there is a body.
 *
 * @param response The response.
 * @param body Its body, which is used up.
 * @param listener What is called as the body is read.
 * @returns A response that looks the same.
 */
export function streamedReply(
  response: Response,
  body: ReadableStream<Bytes>,
  listener: BodyListener,
): Response {
  const { status, statusText, headers } = response;
  const init = { status, statusText, headers };
  const last = isEventStream(response) ? new LastEvent() : undefined;
  const watched = watchedBody(body, listener, last);
  return withOrigin(new Response(watched, init), response);
}

/**
 * Gets a response's body.
 *
 * @param response The response.
 * @returns The body, where there is one that can be put into another response.
 */
export function usableBody(
  response: Response,
): ReadableStream<Bytes> | undefined {
  // A stand-in may answer with an object of its own.
  if (!(response instanceof Response)) return undefined;
  const { body, headers, status } = response;
  // An empty body is often left unread.
  if (body === null || headers.get("content-length") === "0") return undefined;
  // No other can be given to the constructor of a response.
  return body.locked || status < 200 || status > 599 ? undefined : body;
}

type Controller =
  | ReadableStreamDefaultController<Bytes>
  | ReadableByteStreamController;

function watchedBody(
  body: ReadableStream<Bytes>,
  listener: BodyListener,
  last: LastEvent | undefined,
): ReadableStream<Bytes> {
  const ofBytes = isByteStream(body);
  const reader = body.getReader();
  let begun = false;
  const source = {
    start(controller: Controller): void {
      // Reports the end at once, also where nobody reads, as after an abort.
      reader.closed.then(() => listener.ended(), (error) => {
        listener.failed(error);
        controller.error(error);
      });
    },
    async pull(controller: Controller): Promise<void> {
      const { value } = await reader.read();
      if (value !== undefined) {
        if (!begun) listener.firstChunk();
        begun = true;
        last?.read(value);
        return controller.enqueue(value);
      }
      controller.close();
      // A reader that brought a buffer gets it back, empty.
      if ("byobRequest" in controller) controller.byobRequest?.respond(0);
    },
    cancel(reason: unknown): Promise<void> {
      listener.givenUp({ reason, begun, whole: last?.seen ?? false });
      return reader.cancel(reason);
    },
  };
  // A stream of bytes takes each chunk's memory away. A stream that a program
  // made may use its chunks again, and so does not become one of bytes.
  return ofBytes
    ? new ReadableStream({ ...source, type: "bytes" })
    : new ReadableStream(source, { highWaterMark: 0 });
}

function isByteStream(stream: ReadableStream<Bytes>): boolean {
  try {
    stream.getReader({ mode: "byob" }).releaseLock();
    return true;
  } catch {
    return false;
  }
}

/** Gives a response, and its clones, what no constructor can give them. */
function withOrigin(response: Response, original: Response): Response {
  const { type, url, redirected } = original;
  const clone = () =>
    withOrigin(Response.prototype.clone.call(response), original);
  return Object.defineProperties(response, {
    type: { value: type },
    url: { value: url },
    redirected: { value: redirected },
    clone: { value: clone },
  });
}
