import type { Span, SpanOptions } from "@opentelemetry/api";
import { SpanKind, trace } from "../base/api.ts";
import {
  errorType,
  failSpan,
  type FailSpanOptions,
} from "../privacy/failure.ts";
import type { HttpEnd, HttpObserver } from "../base/http_observer.ts";
import type { GivenUp } from "./_body_listener.ts";
import type { HttpRequest } from "./_request.ts";
import { endSpan } from "../base/end_span.ts";
import { trackOpenRequest } from "../base/open_requests.ts";
import type { Attributes, Context } from "../base/otel.ts";
import { serverAttributes } from "../base/server_attributes.ts";
import { recorderTracer } from "../base/tracers.ts";

/** The methods that the HTTP conventions name; any other is `_OTHER`. */
const METHODS = new Set([
  "CONNECT",
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
  "QUERY",
  "TRACE",
]);

/** Ends the spans of replies that became garbage before anybody read them. */
const droppedBodies = new FinalizationRegistry<() => void>((end) => end());

/** What a span of a request is made of. */
export interface HttpSpanInit {
  readonly request: HttpRequest;
  /** The context whose span is the parent. */
  readonly parent: Context;
  /** The scope around the request, which ends the span if nobody else does. */
  readonly observer: HttpObserver | undefined;
  /** How many attempts of the same call were made before. */
  readonly resends: number;
}

/** The span of one HTTP attempt. It ends once, whoever ends it first. */
export class HttpSpan {
  /** The context that the request carries to the server. */
  readonly context: Context;
  readonly #span: Span;
  readonly #observer: HttpObserver | undefined;
  readonly #untrack: (() => void) | undefined;
  /** Whether the head of a reply has come. */
  #answered = false;
  #failed = false;
  #ended = false;

  constructor(init: HttpSpanInit) {
    const { parent, observer } = init;
    this.#observer = observer;
    this.#span = startSpan(init);
    this.context = trace.setSpan(parent, this.#span);
    const close = (end: HttpEnd) => this.#close(end);
    this.#untrack = observer?.track(close) ?? trackOpenRequest(close);
    // A scope that had ended before may have closed it at once.
    if (this.#ended) this.#untrack();
  }

  /** Whether anything that is recorded is kept: a sampler may say no. */
  get recording(): boolean {
    return this.#span.isRecording();
  }

  /** Records the reply's status. An error status is no exception. */
  replied({ status }: Response): void {
    if (this.#ended) return;
    this.#answered = true;
    this.#span.setAttribute("http.response.status_code", status);
    if (status < 400) return;
    this.#fail(undefined, { type: String(status), thrown: false });
  }

  /** Where no scope ends the span, the body does when it is dropped unread. */
  endWhenDropped(body: object | null): void {
    if (this.#ended || this.#observer !== undefined || body === null) return;
    const time = Date.now();
    droppedBodies.register(body, () => this.end(time));
  }

  /** Records what was thrown, and ends the span. The first failure stays. */
  endFailed(error: unknown, options: FailSpanOptions = {}): void {
    this.#fail(error, { type: thrownType(error), ...options });
    this.end(options.time);
  }

  /**
   * The body's reader wanted no more of it. Only a run knows what it wanted:
   * a model's reply to its end, and of another all once it had begun.
   */
  endGivenUp({ reason, begun, whole }: GivenUp): void {
    const wanted = begun || this.#observer?.firstChunk !== undefined;
    if (this.#observer === undefined || whole || !wanted) return this.end();
    this.endFailed(reason, { type: givenUpType(reason), thrown: false });
  }

  /** Ends the span. */
  end(time: number | undefined = this.#observer?.now()): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#untrack?.();
    endSpan(this.#span, time);
  }

  /** The scope around ends first: nobody waits for the reply any more. */
  #close({ time, cancelled, failed }: HttpEnd): void {
    // A request that is made once its scope has ended is no more than a mark.
    if (this.#untrack === undefined) return this.end(time);
    if (cancelled !== undefined) {
      return this.endFailed(cancelled.reason, { type: "cancelled", time });
    }
    // A reply whose body nobody read is one, unless that is how it failed.
    if (failed === undefined && this.#answered) return this.end(time);
    const { error, type, thrown = false } = failed ?? {};
    this.endFailed(error, {
      type: type === TIMEOUT ? type : givenUpType(error),
      time,
      thrown,
    });
  }

  #fail(error: unknown, options: FailSpanOptions): void {
    if (this.#ended || this.#failed) return;
    this.#failed = true;
    failSpan(this.#span, error, { time: this.#observer?.now(), ...options });
  }
}

/** The value of `error.type` where the time for a reply was over. */
const TIMEOUT = "timeout";

/** The value of `error.type` for what was thrown instead of a reply. */
function thrownType(error: unknown): string {
  const type = errorType(error);
  return type === "TimeoutError" ? TIMEOUT : type;
}

/** The same for a request that somebody gave up for a reason of theirs. */
function givenUpType(reason: unknown): string {
  return thrownType(reason) === TIMEOUT ? TIMEOUT : "cancelled";
}

function startSpan({ request, parent, observer, resends }: HttpSpanInit): Span {
  const { url } = request;
  const method = METHODS.has(request.method) ? request.method : undefined;
  const attributes: Attributes = {
    "http.request.method": method ?? "_OTHER",
    // Without user information, query and fragment.
    "url.full": url.origin + url.pathname,
    ...serverAttributes(url),
  };
  if (resends > 0) attributes["http.request.resend_count"] = resends;
  const options: SpanOptions = { kind: SpanKind.CLIENT, attributes };
  if (observer !== undefined) options.startTime = observer.now();
  return recorderTracer().startSpan(method ?? "HTTP", options, parent);
}
