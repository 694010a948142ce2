/** A request of the CLI's, whole. */
export interface RelayedRequest {
  readonly method: string;
  /** The path as the upstream has it, such as `/v1/messages`. */
  readonly path: string;
  readonly headers: Headers;
  /** The body; empty where there is none. */
  readonly body: string;
}

/** Hears what passes. Nothing that it throws or does changes what passes. */
export interface RelayObserver {
  /** Hears of a request that is about to be sent. */
  request(request: RelayedRequest): ReplyObserver;
}

/** Hears of one reply. */
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

/** Options for {@linkcode startRelay}. */
export interface RelayOptions {
  /** The only place that requests go to: a base URL, without `/v1`. */
  readonly upstream: string;
  readonly observer: RelayObserver;
}

/** A relay on loopback. */
export interface Relay {
  /** What the CLI is told that its API's address is. */
  readonly url: string;
  /** Lets no more request through, and breaks those that are under way. */
  stop(): Promise<void>;
}

/** Of the connection and not of the request (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ["connection", "content-length", "host", "keep-alive"];

/**
 * Starts a relay between the CLI and its API: the CLI sends no trace context
 * and tells nobody its final usage, so its requests are sent from here.
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
    // A reply that breaks is what the CLI is to see.
    onError: () => new Response(null, { status: 502 }),
  }, async (request) => {
    const { pathname, search } = new URL(request.url);
    if (!pathname.startsWith(`${secret}/`)) {
      return new Response(null, { status: 404 });
    }
    const path = pathname.slice(secret.length);
    const url = joined(upstream, path, search);
    return await relay(request, {
      path,
      url,
      observer,
      signal: stopped.signal,
    });
  });
  // A query that nobody reads is no reason for a program to go on.
  server.unref();
  return {
    url: `http://127.0.0.1:${server.addr.port}${secret}`,
    stop: async () => {
      stopped.abort(new DOMException("The query has ended", "AbortError"));
      await server.shutdown();
    },
  };
}

/** A query of the upstream's own goes along with every request. */
function joined(upstream: string, path: string, search: string): URL {
  const url = new URL(upstream);
  url.pathname = url.pathname.replace(/\/$/, "") + path;
  for (const [name, value] of new URLSearchParams(search)) {
    url.searchParams.append(name, value);
  }
  return url;
}

interface Passage {
  readonly path: string;
  readonly url: URL;
  readonly observer: RelayObserver;
  readonly signal: AbortSignal;
}

async function relay(
  request: Request,
  { path, url, observer, signal }: Passage,
): Promise<Response> {
  const { method } = request;
  const headers = new Headers(request.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  // What is compressed could not be read as it passes.
  headers.set("accept-encoding", "identity");
  const body = await request.text();
  const reply =
    guarded(() => observer.request({ method, path, headers, body })) ?? UNHEARD;
  try {
    const response = await reply.send(url, {
      method,
      headers,
      ...(body === "" ? {} : { body }),
      redirect: "manual",
      signal,
    });
    return new Response(watched(response.body, reply), {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  } catch (error) {
    guarded(() => reply.failed(error));
    throw error;
  }
}

/** What is heard of a reply has no say in it. */
function guarded<T>(tell: () => T): T | undefined {
  try {
    return tell();
  } catch {
    // It is not recorded, then.
    return undefined;
  }
}

/** A reply that nobody hears of. */
const UNHEARD: ReplyObserver = {
  send: (url, init) => fetch(url, init),
  chunk: () => false,
  done: () => {},
  failed: () => {},
};

type Chunk = ReadableStreamReadResult<Uint8Array>;

/** The same bytes, each told of as it passes; none is read ahead. */
function watched(
  body: ReadableStream<Uint8Array> | null,
  reply: ReplyObserver,
): ReadableStream<Uint8Array> | null {
  if (body === null) {
    guarded(() => reply.done());
    return null;
  }
  const reader = body.getReader();
  /** What comes after a complete reply: its end, as a rule. */
  const ahead: Promise<Chunk>[] = [];
  let complete = false;
  let over = false;
  const end = (tell: () => void) => {
    if (over) return;
    over = true;
    guarded(tell);
  };
  const read = async (): Promise<Chunk> => {
    try {
      const chunk = await reader.read();
      const { done, value } = chunk;
      if (done) end(() => reply.done());
      else if (!over && guarded(() => reply.chunk(value))) complete = true;
      if (complete && !done) readAhead();
      return chunk;
    } catch (error) {
      end(() => reply.failed(error));
      throw error;
    }
  };
  const readAhead = () => {
    const next = read();
    // Whoever pulls it is told.
    next.catch(() => {});
    ahead.push(next);
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await (ahead.shift() ?? read());
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      // The CLI does not wait for the end of what it has all of.
      if (complete) return;
      end(() => reply.failed(reason));
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
