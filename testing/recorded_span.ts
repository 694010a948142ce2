/** Seconds and nanoseconds since the epoch. */
export type HrTime = readonly [number, number];

/** An event of a recorded span. */
export interface RecordedEvent {
  /** The event's name, such as `exception`. */
  readonly name: string;
  /** The event's attributes. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** The part of a finished span that tests look at. An SDK's span fits. */
export interface RecordedSpan {
  /** The span's name. */
  readonly name: string;
  /** The number of the kind: internal, server, client, producer, consumer. */
  readonly kind: number;
  /** The attributes. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The status: `0` unset, `1` ok, `2` error. */
  readonly status: {
    readonly code: number;
    readonly message?: string | undefined;
  };
  /** The events, in order. */
  readonly events: readonly RecordedEvent[];
  /** When it started. */
  readonly startTime: HrTime;
  /** When it ended. */
  readonly endTime: HrTime;
  /** The parent, where there is one. */
  readonly parentSpanContext?:
    | { readonly spanId: string; readonly isRemote?: boolean | undefined }
    | undefined;
  /**
   * The library that made it. Without one, the contract's assertions recognise
   * our spans by their names and attributes.
   */
  readonly instrumentationScope?: { readonly name: string } | undefined;
  /** The ids. */
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

/**
 * The kinds of a span, in the order of their numbers.
 *
 * @example Usage
 * ```ts
 * import { SPAN_KINDS } from "@turnspan/turnspan/testing";
 * import { SpanKind } from "@opentelemetry/api";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(SPAN_KINDS[SpanKind.CLIENT], "client");
 * ```
 */
export const SPAN_KINDS = [
  "internal",
  "server",
  "client",
  "producer",
  "consumer",
] as const;

/** The name of a span's kind. */
export type SpanKindName = typeof SPAN_KINDS[number];

/**
 * The statuses of a span, in the order of their numbers.
 *
 * @example Usage
 * ```ts
 * import { SPAN_STATUSES } from "@turnspan/turnspan/testing";
 * import { SpanStatusCode } from "@opentelemetry/api";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(SPAN_STATUSES[SpanStatusCode.ERROR], "error");
 * ```
 */
export const SPAN_STATUSES = ["unset", "ok", "error"] as const;

/** The name of a span's status. */
export type SpanStatusName = typeof SPAN_STATUSES[number];

/**
 * Tells the kind of a span.
 *
 * @example Usage
 * ```ts
 * import { SpanKind, trace } from "@opentelemetry/api";
 * import { kindOf, SpanRecorder } from "@turnspan/turnspan/testing";
 * import { assertEquals } from "@std/assert";
 *
 * using recorder = new SpanRecorder();
 * trace.getTracer("mine").startSpan("send", { kind: SpanKind.CLIENT }).end();
 *
 * assertEquals(recorder.spans.map(kindOf), ["client"]);
 * ```
 *
 * @param span The span.
 * @returns The kind's name.
 */
export function kindOf(span: RecordedSpan): SpanKindName {
  return SPAN_KINDS[span.kind] ?? "internal";
}

/**
 * Tells the status of a span.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { SpanRecorder, statusOf } from "@turnspan/turnspan/testing";
 * import { assertEquals } from "@std/assert";
 *
 * using recorder = new SpanRecorder();
 * await traceRun(
 *   { runner: "mine", model: "gpt-5" },
 *   (run) => run.fail(new Error("out of memory")),
 * );
 * assertEquals(recorder.spans.map(statusOf), ["error"]);
 * ```
 *
 * @param span The span.
 * @returns The status's name.
 */
export function statusOf(span: RecordedSpan): SpanStatusName {
  return SPAN_STATUSES[span.status.code] ?? "unset";
}
