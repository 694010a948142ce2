import { type Span, SpanKind, trace } from "@opentelemetry/api";
import { failSpan } from "../privacy/failure.ts";
import type { HttpEnd, HttpObserver } from "../base/http_observer.ts";
import type { HttpRequest } from "./_request.ts";
import { trackOutside, whenDropped } from "../base/open_requests.ts";
import type { Attributes, Context } from "../base/otel.ts";
import { serverAttributes } from "./server_attributes.ts";
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

/** What a span of a request is made of. */
export interface HttpSpanInit {
  readonly request: HttpRequest;
  /** The context whose span is the parent. */
  readonly parent: Context;
  /** Who ends the span if nobody reads the body. */
  readonly http: HttpObserver | undefined;
  /** How many attempts of the same call were made before. */
  readonly resends: number;
}

/** The span of one HTTP attempt. It ends once, whoever ends it first. */
export class HttpSpan {
  /** The context that the request carries to the server. */
  readonly context: Context;
  readonly #span: Span;
  readonly #http: HttpObserver | undefined;
  #forget: () => void = () => {};
  #failed = false;
  #ended = false;

  constructor({ request, parent, http, resends }: HttpSpanInit) {
    const known = METHODS.has(request.method);
    const startTime = http?.now();
    this.#span = recorderTracer().startSpan(known ? request.method : "HTTP", {
      kind: SpanKind.CLIENT,
      attributes: {
        "http.request.method": known ? request.method : "_OTHER",
        ...urlAttributes(request.url),
        ...(resends > 0 ? { "http.request.resend_count": resends } : {}),
      },
      ...(startTime === undefined ? {} : { startTime }),
    }, parent);
    this.context = trace.setSpan(parent, this.#span);
    this.#http = http;
    const close = (end: HttpEnd) => this.#close(end);
    this.#forget = http === undefined ? trackOutside(close) : http.track(close);
    // A scope that had ended before may have closed it at once.
    if (this.#ended) this.#forget();
  }

  /** Whether anything that is recorded is kept: a sampler may say no. */
  get recording(): boolean {
    return this.#span.isRecording();
  }

  /** Records the reply's status. An error status is no exception. */
  replied({ status }: Response): void {
    if (this.#ended) return;
    this.#span.setAttribute("http.response.status_code", status);
    if (status < 400) return;
    this.#fail(undefined, { type: String(status), thrown: false });
  }

  /** Records what was thrown. The first failure stays. */
  fail(error: unknown): void {
    this.#fail(error, {});
  }

  /** Where no scope ends the span, the body does when it is dropped unread. */
  endWith(body: object | null): void {
    if (this.#ended || this.#http !== undefined || body === null) return;
    const time = Date.now();
    whenDropped(body, () => this.end(time));
  }

  /** Ends the span. */
  end(time: number | undefined = this.#http?.now()): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#forget();
    this.#span.end(time);
  }

  /** The scope around ends first: nobody read the body, or it is cancelled. */
  #close({ time, cancelled }: HttpEnd): void {
    if (cancelled !== undefined) {
      this.#fail(cancelled.reason, { type: "cancelled", time });
    }
    this.end(time);
  }

  #fail(
    error: unknown,
    options: { type?: string; time?: number; thrown?: boolean },
  ): void {
    if (this.#ended || this.#failed) return;
    this.#failed = true;
    const time = options.time ?? this.#http?.now();
    failSpan(this.#span, error, {
      ...options,
      ...(time === undefined ? {} : { time }),
    });
  }
}

/** Where a request goes, without user information, query and fragment. */
function urlAttributes(url: URL): Attributes {
  return { "url.full": url.origin + url.pathname, ...serverAttributes(url) };
}
