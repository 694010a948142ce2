import { ambientContext } from "../base/ambient_context.ts";
import { scopes } from "../base/scopes.ts";
import type { HttpObserver, SentBody } from "../base/http_observer.ts";
import { type Caller, findCaller, inOtherWrapper } from "./_caller.ts";
import { refuseModelRequest } from "./_refuse_model_request.ts";
import {
  addHeaders,
  type HttpRequest,
  opensSessionStream,
  readRequest,
  sentBody,
} from "./_request.ts";
import { HttpSpan } from "./_span.ts";
import { type Fetch, type FetchInit, firstFetch } from "./_original_fetch.ts";
import type { Context } from "../base/otel.ts";
import { isEventStream } from "../base/is_event_stream.ts";
import type { BodyListener, WatchBody } from "./_body_listener.ts";
import { passThrough } from "./_response_body.ts";
import { watchInPlace } from "./_watched_reply.ts";
import { diag, injectContext, withContext } from "../base/registry.ts";
import { state } from "../base/state.ts";

/** What a request is sent through. */
interface Sender {
  readonly fetch: Fetch;
  /** Watches the reply's body; a stream around it does unless it is given. */
  readonly watch?: WatchBody | undefined;
}

/** Sends a request through `fetch`, traced where it is made inside a span. */
export function send(
  sender: Sender,
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): Promise<Response> {
  const observer = scopes.getStore()?.http;
  return observer?.budget?.isPassed
    ? refuseModelRequest(observer, input, init)
      .then(({ input, init }) => sendOn(sender, input, init))
    : sendOn(sender, input, init);
}

function sendOn(
  sender: Sender,
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): Promise<Response> {
  const sent = () => sendFromHere(sender, input, init);
  // Deno takes the active span for the parent, and leaves its own one active.
  return state.denoTelemetry ? withContext(ambientContext(), sent) : sent();
}

function sendFromHere(
  sender: Sender,
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): Promise<Response> {
  const caller = findCaller();
  if (caller !== undefined) {
    const request = readRequest(input, init);
    if (request !== undefined) {
      return opensSessionStream(request)
        ? callFetch(sender.fetch, request.input, request.init)
        : sendTraced(sender, request, caller);
    }
  }
  return sendUntraced(sender.fetch, input, init);
}

/** With tracing off a run may still want to know what it sends. */
function sendUntraced(
  fetch: Fetch,
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): Promise<Response> {
  const observer = scopes.getStore()?.http;
  if (!observer?.readsUntraced || inOtherWrapper.getStore()) {
    return callFetch(fetch, input, init);
  }
  const request = readRequest(input, init);
  const body = request && safely(() => sentBody(request));
  const reply = request === undefined
    ? callFetch(fetch, input, init)
    : callFetch(fetch, request.input, request.init);
  reportBody(body, observer);
  return reply;
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

function sendTraced(
  { fetch, watch }: Sender,
  request: HttpRequest,
  { parent, observer }: Caller,
): Promise<Response> {
  const resends = safely(() => observer?.attempt?.(request)) ?? 0;
  // Deno's own telemetry makes the span and the header by itself.
  const span = state.denoTelemetry
    ? undefined
    : safely(() => new HttpSpan({ request, parent, observer, resends }));
  // Read before `fetch` uses it up, and reported once that has begun.
  const body = observer?.requestBody && safely(() => sentBody(request));
  const reply = promised(() => callTraced(fetch, request, span));
  reportBody(body, observer);
  return answered(reply, span, { observer, watch });
}

/** A stand-in may throw where `fetch` rejects. */
function promised(call: () => Promise<Response>): Promise<Response> {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Waits for the reply: a model's may take long, and the request is not held. */
async function answered(
  reply: Promise<Response>,
  span: HttpSpan | undefined,
  watching: Pick<Caller, "observer"> & Pick<Sender, "watch">,
): Promise<Response> {
  let response: Response;
  try {
    response = await reply;
  } catch (error) {
    span?.endFailed(error);
    throw error;
  }
  // A stand-in may answer with anything, which stays what it is.
  safely(() => span?.replied(response));
  safely(() => watching.observer?.replied?.(response));
  const watched = safely(() => watchBody(response, span, watching));
  if (watched === undefined) span?.end();
  return watched ?? response;
}

/** Calls `fetch` with the trace context in the headers. */
function callTraced(
  fetch: Fetch,
  request: HttpRequest,
  span: HttpSpan | undefined,
): Promise<Response> {
  const { input, init } = span === undefined
    ? request
    : addHeaders(request, contextHeaders(span.context));
  const call = () => callFetch(fetch, input, init);
  return fetch === firstFetch ? call() : inOtherWrapper.run(true, call);
}

function reportBody(
  body: ReturnType<typeof sentBody>,
  observer: HttpObserver | undefined,
): void {
  const report = (sent: SentBody | undefined): void => {
    if (sent !== undefined) safely(() => observer?.requestBody?.(sent));
  };
  // What cannot be read of a copy fails the request itself, which says so.
  if (body instanceof Promise) body.then(report, () => {});
  else report(body);
}

/** Makes the span end with the reply's body, and reports the first chunk. */
function watchBody(
  response: Response,
  span: HttpSpan | undefined,
  { observer, watch }: Pick<Caller, "observer"> & Pick<Sender, "watch">,
): Response {
  const awaitsChunk = observer?.firstChunk !== undefined &&
    isEventStream(response);
  if (!span?.recording && !awaitsChunk) {
    span?.end();
    return response;
  }
  const listener: BodyListener = {
    firstChunk: () => safely(() => observer?.firstChunk?.()),
    ended: () => span?.end(),
    givenUp: (how) => span?.endGivenUp(how),
    failed: (error) => span?.endFailed(error),
  };
  if (watch !== undefined) return watch(response, listener);
  // Where no scope ends the span, the body has to in every case: also where the
  // response is handed on, such as to `Deno.serve`, and nobody here reads it.
  if (observer !== undefined && !isEventStream(response)) {
    return watchInPlace(response, listener);
  }
  const watched = passThrough(response, listener);
  span?.endWhenDropped(watched.body);
  return watched;
}

/** The headers that carry a context, by the registered propagator. */
function contextHeaders(context: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  safely(() => injectContext(context, headers));
  return headers;
}

/** Observing a request must not make it fail. */
function safely<R>(fn: () => R): R | undefined {
  try {
    return fn();
  } catch (error) {
    diag.error("Cannot observe a request", error);
    return undefined;
  }
}
