import { AsyncLocalStorage } from "node:async_hooks";
import {
  createContextKey,
  diag,
  isSpanContextValid,
  trace,
} from "@opentelemetry/api";
import { scopes } from "../base/scopes.ts";
import type { HttpObserver } from "../base/http_observer.ts";
import {
  bodyText,
  type HttpRequest,
  opensStandingStream,
  readRequest,
  withHeaders,
} from "./_request.ts";
import { HttpSpan } from "./_span.ts";
import { type Fetch, type FetchInit, firstFetch } from "./_original_fetch.ts";
import type { Context } from "../base/otel.ts";
import { passThrough } from "./_response_body.ts";
import { activeContext, injectContext } from "../base/registry.ts";
import { state } from "../base/state.ts";

/** Where a request is made. */
interface Surroundings {
  /** The context whose span is the parent. */
  readonly parent: Context;
  /** Our scope's observer, where the request is made inside a run. */
  readonly http: HttpObserver | undefined;
}

/**
 * The key that OpenTelemetry's `suppressTracing()` sets. Keys are global
 * symbols, so `@opentelemetry/core` need not be loaded for it.
 */
const SUPPRESSED = createContextKey(
  "OpenTelemetry SDK Context Key SUPPRESS_TRACING",
);

/**
 * Set while somebody else's wrapper is called, which may call ours in turn:
 * that is still the same request.
 */
const sending = new AsyncLocalStorage<true>();

/** Sends a request through `fetch`, traced where it is made inside a span. */
export function send(
  fetch: Fetch,
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): Promise<Response> {
  const around = surroundings();
  if (around === undefined) return callFetch(fetch, input, init);
  const request = readRequest(input, init);
  if (request === undefined || opensStandingStream(request)) {
    return callFetch(fetch, input, init);
  }
  return sendTraced(fetch, request, around);
}

/**
 * Calls `fetch` with as many arguments as it was called with: a stand-in may
 * count them.
 */
export function callFetch(
  fetch: Fetch,
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): Promise<Response> {
  return init === undefined ? fetch(input) : fetch(input, init);
}

/** Where the caller stands, or `undefined` where nothing is to be added. */
function surroundings(): Surroundings | undefined {
  if (state.disabled) return undefined;
  const active = activeContext();
  const scope = scopes.getStore();
  const parent = hasSpan(active)
    ? active
    : scope !== undefined && hasSpan(scope.context)
    ? scope.context
    : undefined;
  if (parent === undefined || active.getValue(SUPPRESSED) === true) {
    return undefined;
  }
  return sending.getStore() ? undefined : { parent, http: scope?.http };
}

function hasSpan(context: Context): boolean {
  const span = trace.getSpan(context);
  return span !== undefined && isSpanContextValid(span.spanContext());
}

async function sendTraced(
  fetch: Fetch,
  request: HttpRequest,
  { parent, http }: Surroundings,
): Promise<Response> {
  const resends = guarded(() => http?.attempt?.(request)) ?? 0;
  // Deno's own telemetry makes the span and the header by itself.
  const span = state.denoTelemetry
    ? undefined
    : new HttpSpan({ request, parent, http, resends });
  let response: Response;
  try {
    const tell = prepareBody(request, http);
    const init = span === undefined
      ? request.init
      : withHeaders(request, propagated(span.context));
    const reply = fetch === firstFetch
      ? callFetch(fetch, request.input, init)
      : sending.run(true, () => callFetch(fetch, request.input, init));
    tell();
    response = await reply;
  } catch (error) {
    span?.fail(error);
    span?.end();
    throw error;
  }
  span?.replied(response);
  guarded(() => http?.replied?.(response));
  return watchBody(response, span, http);
}

/** Takes hold of what is about to be sent. */
function prepareBody(
  request: HttpRequest,
  http: HttpObserver | undefined,
): () => void {
  if (http?.requestBody === undefined) return () => {};
  const told = (body: string): void =>
    void guarded(() => http.requestBody?.(body));
  const body = guarded(() => bodyText(request));
  if (body === undefined) return () => {};
  // What cannot be read of a copy fails the request itself, which says so.
  return typeof body === "string"
    ? () => told(body)
    : () => void body.then(told, () => {});
}

function watchBody(
  response: Response,
  span: HttpSpan | undefined,
  http: HttpObserver | undefined,
): Response {
  // With no span to end only a streamed reply has something to tell.
  if (
    !span?.recording &&
    (http?.firstChunk === undefined || !isEventStream(response))
  ) {
    span?.end();
    return response;
  }
  const watched = passThrough(response, {
    firstChunk: () => guarded(() => http?.firstChunk?.()),
    ended: () => span?.end(),
    failed: (error) => {
      span?.fail(error);
      span?.end();
    },
  });
  span?.endWith(watched.body);
  return watched;
}

function isEventStream(response: Response): boolean {
  const type = response.headers.get("content-type");
  return type?.startsWith("text/event-stream") ?? false;
}

/** The headers that carry a context, by the registered propagator. */
function propagated(context: Context): Record<string, string> {
  const carrier: Record<string, string> = {};
  guarded(() => injectContext(context, carrier));
  return carrier;
}

/** Whoever watches a request must not make it fail. */
function guarded<R>(fn: () => R): R | undefined {
  try {
    return fn();
  } catch (error) {
    diag.error("Cannot observe a request", error);
    return undefined;
  }
}
