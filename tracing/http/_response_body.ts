import type { BodyListener } from "./_body_listener.ts";
import { isEventStream } from "../base/is_event_stream.ts";
import { LastEvent } from "./_last_event.ts";
import { withReadersPast } from "./_readers_past.ts";
import { type Bytes, WatchedSource } from "./_watched_source.ts";

/** What reads the whole body of a response. */
export const BODY_READERS: readonly string[] = [
  "arrayBuffer",
  "blob",
  "bytes",
  "json",
  "text",
];

/**
 * What makes something else of the body, which is rare. `textStream` is new in
 * Deno 2.9.
 */
export const BODY_USERS: readonly string[] = [
  "clone",
  "formData",
  "textStream",
];

/** All that a response is read by. */
const READERS = ["body", ...BODY_READERS, ...BODY_USERS];

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
  const watched = watchedBody(response, body, listener);
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
  // A stand-in may answer with an object of its own, or one that is read by what
  // it was given.
  if (!(response instanceof Response)) return undefined;
  const own = Object.getOwnPropertyNames(response);
  if (own.some((name) => READERS.includes(name))) return undefined;
  const { body, headers, status } = response;
  // An empty body is often left unread.
  if (body === null || headers.get("content-length") === "0") return undefined;
  // No other can be given to the constructor of a response.
  return body.locked || status < 200 || status > 599 ? undefined : body;
}

function watchedBody(
  response: Response,
  body: ReadableStream<Bytes>,
  listener: BodyListener,
): ReadableStream<Bytes> {
  const ofBytes = isFetched(response) || isByteStream(body);
  const last = isEventStream(response) ? new LastEvent() : undefined;
  const source = new WatchedSource(body, listener, last);
  // A stream of bytes takes each chunk's memory away. A stream that a program
  // made may use its chunks again, and so does not become one of bytes.
  const stream = ofBytes
    ? new ReadableStream(Object.assign(source, { type: "bytes" as const }))
    : new ReadableStream(source, { highWaterMark: 0 });
  return withReadersPast(stream, source);
}

/** What the class itself says of a response's URL. */
const url = Object.getOwnPropertyDescriptor(Response.prototype, "url");

/**
 * Whether a response is one of Deno's `fetch`, whose stream is one of bytes. No
 * other has a URL, unless it is a property of its own. To try a stream's reader
 * takes a tenth of what tracing a short reply does: releasing it makes two errors.
 */
function isFetched(response: Response): boolean {
  return (url?.get?.call(response) ?? "") !== "";
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
