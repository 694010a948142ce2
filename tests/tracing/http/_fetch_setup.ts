import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  ROOT_CONTEXT,
  type Span,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  type ReadableSpan,
  type Sampler,
} from "@opentelemetry/sdk-trace-base";
import { type CurrentScope, scopes } from "../../../tracing/base/scopes.ts";
import type {
  HttpAttempt,
  HttpEnd,
  HttpObserver,
  HttpReply,
  SentBody,
} from "../../../tracing/base/http_observer.ts";

/** An SDK that records in memory, registered while it is not disposed of. */
export class Recording implements Disposable {
  /** The spans that have ended, in the order in which they did. */
  readonly spans: ReadableSpan[] = [];
  readonly #provider: BasicTracerProvider;

  /** What OpenTelemetry complained of, such as a span that ended twice. */
  readonly complaints: string[] = [];

  constructor(sampler: Sampler = new AlwaysOnSampler()) {
    this.#provider = new BasicTracerProvider({
      sampler,
      spanProcessors: [{
        onStart() {},
        onEnd: (span) => void this.spans.push(span),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      }],
    });
    const complain = (text: string) => void this.complaints.push(text);
    const ignore = () => {};
    diag.setLogger({
      error: complain,
      warn: complain,
      info: ignore,
      debug: ignore,
      verbose: ignore,
    }, DiagLogLevel.WARN);
    trace.setGlobalTracerProvider(this.#provider);
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  }

  /** The only span that has ended. */
  get span(): ReadableSpan {
    const [span, ...others] = this.spans;
    if (span === undefined || others.length > 0) {
      throw new Error(
        `Cannot take the only span: there are "${this.names.join(" ")}"`,
      );
    }
    return span;
  }

  get names(): string[] {
    return this.spans.map((span) => span.name);
  }

  /** Makes a span that the caller never ends: it is not among the recorded. */
  parent(): Span {
    return this.#provider.getTracer("test").startSpan(
      "parent",
      {},
      ROOT_CONTEXT,
    );
  }

  /** Runs `fn` inside a span which is not recorded itself. */
  inSpan<R>(fn: () => R): R {
    return context.with(trace.setSpan(ROOT_CONTEXT, this.parent()), fn);
  }

  /** Runs `fn` inside a recorder's scope that is watched by `http`. */
  inScope<R>(http: HttpObserver, fn: () => R): R {
    const scope: Partial<CurrentScope> = {
      context: trace.setSpan(ROOT_CONTEXT, this.parent()),
      http,
    };
    return scopes.run(scope as CurrentScope, fn);
  }

  [Symbol.dispose](): void {
    trace.disable();
    context.disable();
    propagation.disable();
    diag.disable();
  }
}

/** An observer that writes down what it is told. */
export class Watcher implements HttpObserver {
  readonly told: string[] = [];
  readonly open = new Set<(end: HttpEnd) => void>();
  time = 1_700_000_000_000;
  attempts = 0;

  now(): number {
    return this.time++;
  }

  track(close: (end: HttpEnd) => void): () => void {
    this.open.add(close);
    return () => this.open.delete(close);
  }

  attempt({ url }: HttpAttempt): number {
    this.told.push(`attempt ${url.pathname}`);
    return this.attempts++;
  }

  requestBody(body: SentBody): void {
    const text = typeof body === "string"
      ? body
      : new TextDecoder().decode(body);
    this.told.push(`body ${text}`);
  }

  replied({ headers }: HttpReply): void {
    this.told.push(`headers ${headers.get("content-type")}`);
  }

  firstChunk(): void {
    this.told.push("chunk");
  }

  /** Does what a scope does that ends. */
  close(end: HttpEnd): void {
    for (const close of [...this.open]) close(end);
  }
}

/** A server on loopback, and its address without a final slash. */
export interface LocalServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts a server on loopback. */
export function serve(
  handler: (request: Request) => Response | Promise<Response>,
): LocalServer {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    handler,
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** What a server saw of a request. */
export interface Seen {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A server that answers with what it saw. */
export function echo(): LocalServer {
  return serve(async (request) =>
    Response.json(
      {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      } satisfies Seen,
    )
  );
}

/** Puts a stand-in in the place of the global `fetch` for a while. */
export function standIn(fetch: typeof globalThis.fetch): Disposable {
  const original = globalThis.fetch;
  globalThis.fetch = fetch;
  return { [Symbol.dispose]: () => void (globalThis.fetch = original) };
}

/** Makes Deno's own provider the registered one, as `OTEL_DENO=true` does. */
export function denoTelemetry(): Disposable {
  const key = Symbol.for("opentelemetry.js.api.1");
  const globals = (globalThis as Record<symbol, unknown>)[key] as {
    trace: unknown;
  };
  const { trace } = globals;
  globals.trace = Deno.telemetry.tracerProvider;
  return { [Symbol.dispose]: () => void (globals.trace = trace) };
}

/** A server whose reply is written by hand. */
export interface HandWritten extends LocalServer {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Starts a server whose reply is written by hand. */
export function byHand(init?: ResponseInit): HandWritten {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const server = serve(() => new Response(readable, init));
  return {
    url: server.url,
    write: (text: string) => writer.write(new TextEncoder().encode(text)),
    end: () => writer.close(),
    async [Symbol.asyncDispose]() {
      await writer.close().catch(() => {});
      await server[Symbol.asyncDispose]();
    },
  };
}

/** What an {@linkcode echo} saw. */
export async function seen(response: Response): Promise<Seen> {
  return await response.json();
}
