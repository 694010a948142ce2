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
   * The library that made it. Without one, the contract's assertions know the
   * spans that are ours by their names and attributes.
   */
  readonly instrumentationScope?: { readonly name: string } | undefined;
  /** The ids. */
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

/** The kinds of a span, in the order of their numbers. */
export const SPAN_KINDS = [
  "internal",
  "server",
  "client",
  "producer",
  "consumer",
] as const;

/** The name of a span's kind. */
export type SpanKindName = typeof SPAN_KINDS[number];

/** The statuses of a span, in the order of their numbers. */
export const SPAN_STATUSES = ["unset", "ok", "error"] as const;

/** The name of a span's status. */
export type SpanStatusName = typeof SPAN_STATUSES[number];

/**
 * Tells the kind of a span.
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
 * @param span The span.
 * @returns The status's name.
 */
export function statusOf(span: RecordedSpan): SpanStatusName {
  return SPAN_STATUSES[span.status.code] ?? "unset";
}
