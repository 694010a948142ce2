import { InvalidReplyError } from "../../tracing/privacy/invalid_reply_error.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import type {
  BodyListener,
  WatchBody,
} from "../../tracing/http/fetch_watched.ts";
import { observedBody, type ReplyObserver } from "./_observed_body.ts";
import { refusal } from "./_refusal.ts";

/** A request of the CLI's, whole. */
export interface RelayedRequest {
  readonly method: string;
  /** The path as the upstream has it, such as `/v1/messages`. */
  readonly path: string;
  /** As they are sent on, each name once and in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came; empty where there is none. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Observes what passes, which nothing that it throws or does can change. */
export interface RelayObserver {
  /** A request is about to be sent. */
  request(request: RelayedRequest): ReplyObserver;
}

/** Options for {@linkcode startRelay}. */
export interface RelayOptions {
  /** The only place that requests go to: a base URL, without `/v1`. */
  readonly upstream: string;
  readonly observer: RelayObserver;
}

/** A relay on loopback. */
export interface Relay {
  /** The address of its API that the CLI is given. */
  readonly url: string;
  /** Lets no more request through, and breaks those that are under way. */
  stop(): Promise<void>;
}

/** Of the connection and not of the request (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ["connection", "content-length", "host", "keep-alive"];

/**
 * Starts a relay between the CLI and its API, since the CLI sends no trace
 * context, and does not report its final usage.
 *
 * It listens on loopback, on a port of its own, answers only below a path that
 * nobody can guess, and keeps nothing. Replies pass chunk by chunk, each as
 * soon as it is there, and no faster than the CLI reads.
 */
export function startRelay({ upstream, observer }: RelayOptions): Relay {
  const secret = `/${crypto.randomUUID()}`;
  const stopped = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
    // The CLI is to see that a reply broke off.
    onError: () => new Response(null, { status: 502 }),
  }, async (request) => {
    const { pathname, search } = new URL(request.url);
    if (!pathname.startsWith(`${secret}/`)) {
      return new Response(null, { status: 404 });
    }
    const path = pathname.slice(secret.length);
    const relayed = {
      method: request.method,
      path,
      headers: headersToSend(request),
      bytes: await request.bytes(),
    };
    const reply = observeSafely(observer, relayed);
    const url = upstreamUrl(upstream, path, search);
    return await send(relayed, url, { reply, signal: stopped.signal });
  });
  // A query that nobody reads does not keep a program running.
  server.unref();
  return {
    url: `http://127.0.0.1:${server.addr.port}${secret}`,
    stop: async () => {
      stopped.abort(new DOMException("The query has ended", "AbortError"));
      await server.shutdown();
    },
  };
}

/** The query of the upstream's own URL goes along with every request. */
function upstreamUrl(upstream: string, path: string, search: string): URL {
  const url = new URL(upstream);
  url.pathname = url.pathname.replace(/\/$/, "") + path;
  for (const [name, value] of new URLSearchParams(search)) {
    url.searchParams.append(name, value);
  }
  return url;
}

/**
 * The headers to send on, as a plain object: each copy that is made of a
 * `Headers` sorts it anew.
 */
function headersToSend({ headers }: Request): RelayedRequest["headers"] {
  const kept: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (!HOP_BY_HOP.includes(name)) kept[name] = value;
  });
  // A compressed reply could not be read as it passes.
  return { ...kept, "accept-encoding": "identity" };
}

/** What a request is sent with. */
interface Sending {
  readonly reply: ReplyObserver;
  readonly signal: AbortSignal;
}

/** Sends a request, and passes its reply on. */
async function send(
  { method, headers, bytes }: RelayedRequest,
  url: URL,
  { reply, signal }: Sending,
): Promise<Response> {
  const init: RequestInit = { method, headers, redirect: "manual", signal };
  if (bytes.length > 0) init.body = bytes;
  let span: BodyListener | undefined;
  const watch: WatchBody = (response, listener) => {
    span = listener;
    return response;
  };
  try {
    const response = await reply.send(url, init, watch);
    return new Response(observedBody(response.body, { reply, span }), {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  } catch (error) {
    reply.failed(error);
    if (error instanceof InvalidReplyError) return refusal(error);
    throw error;
  }
}

/** What an observer throws is dropped: that reply is then not recorded. */
function observeSafely(
  observer: RelayObserver,
  request: RelayedRequest,
): ReplyObserver {
  const reply = guarded(() => observer.request(request));
  return {
    send: (url, init, watch) =>
      reply ? reply.send(url, init, watch) : fetch(url, init),
    chunk: (bytes) => guarded(() => reply?.chunk(bytes)) ?? false,
    done: () => guarded(() => reply?.done()),
    failed: (error) => guarded(() => reply?.failed(error)),
  };
}
