/**
 * What the modules that are loaded with tracing off need of the values of
 * `@opentelemetry/api`, under the names that they have there. The package
 * itself, sixty modules, is loaded once tracing is on.
 *
 * Every copy of the API understands what is made here: a context is told by its
 * methods, its keys are global symbols, and the numbers are those of OTLP. Each
 * part names the file of the package that it follows, and a test compares it
 * with that package.
 *
 * @module
 */

import type * as otel from "@opentelemetry/api";

/** The kinds of spans that are made here (`trace/span_kind`). */
export const SpanKind = {
  INTERNAL: 0,
  SERVER: 1,
  CLIENT: 2,
} as const satisfies Partial<Record<keyof typeof otel.SpanKind, otel.SpanKind>>;

/** The states of a span that are set here (`trace/status`). */
export const SpanStatusCode = {
  ERROR: 2,
} as const satisfies Partial<
  Record<keyof typeof otel.SpanStatusCode, otel.SpanStatusCode>
>;

/** The bits of a span's flags (`trace/trace_flags`). */
export const TraceFlags = {
  NONE: 0,
  SAMPLED: 1,
} as const satisfies Record<keyof typeof otel.TraceFlags, otel.TraceFlags>;

/** The span context of a span that is in no trace (`invalid-span-constants`). */
export const INVALID_SPAN_CONTEXT: otel.SpanContext = {
  traceId: "0".repeat(32),
  spanId: "0".repeat(16),
  traceFlags: TraceFlags.NONE,
};

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/i;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/i;

/** Tells whether a span context names a span (`trace/spancontext-utils`). */
export function isSpanContextValid(
  { traceId, spanId }: otel.SpanContext,
): boolean {
  return TRACE_ID.test(traceId) && SPAN_ID.test(spanId);
}

/** Makes the key of a value in a context, the same for each name (`context`). */
export function createContextKey(name: string): symbol {
  return Symbol.for(name);
}

/** Values that go along with a call; it never changes (`context`). */
class BaseContext implements otel.Context {
  readonly #values: ReadonlyMap<symbol, unknown>;

  constructor(values: ReadonlyMap<symbol, unknown>) {
    this.#values = values;
  }

  getValue(key: symbol): unknown {
    return this.#values.get(key);
  }

  setValue(key: symbol, value: unknown): otel.Context {
    return new BaseContext(new Map(this.#values).set(key, value));
  }

  deleteValue(key: symbol): otel.Context {
    const values = new Map(this.#values);
    values.delete(key);
    return new BaseContext(values);
  }
}

/** The empty context. */
export const ROOT_CONTEXT: otel.Context = new BaseContext(new Map());

/** A span that records nothing, and names its parent (`NonRecordingSpan`). */
export class NonRecordingSpan implements otel.Span {
  readonly #context: otel.SpanContext;

  constructor(context: otel.SpanContext) {
    this.#context = context;
  }

  spanContext(): otel.SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return false;
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  end(): void {}

  recordException(): void {}
}

/** The key of the span of a context (`trace/context-utils`). */
export const SPAN_KEY: symbol = createContextKey(
  "OpenTelemetry Context Key SPAN",
);

/** Reads and writes the span of a context (`trace/context-utils`). */
export const trace = {
  getSpan: (context) => (context.getValue(SPAN_KEY) as otel.Span) || undefined,
  setSpan: (context, span) => context.setValue(SPAN_KEY, span),
  deleteSpan: (context) => context.deleteValue(SPAN_KEY),
  getSpanContext: (context) => trace.getSpan(context)?.spanContext(),
  setSpanContext: (context, spanContext) =>
    trace.setSpan(context, trace.wrapSpanContext(spanContext)),
  wrapSpanContext: (spanContext) => new NonRecordingSpan(spanContext),
} satisfies Partial<otel.TraceAPI> as Pick<
  otel.TraceAPI,
  | "getSpan"
  | "setSpan"
  | "deleteSpan"
  | "getSpanContext"
  | "setSpanContext"
  | "wrapSpanContext"
>;

const BAGGAGE_KEY = createContextKey("OpenTelemetry Baggage Key");

/** Reads and writes the baggage of a context (`baggage/context-helpers`). */
export const propagation = {
  getBaggage: (context) =>
    (context.getValue(BAGGAGE_KEY) as otel.Baggage) || undefined,
  setBaggage: (context, baggage) => context.setValue(BAGGAGE_KEY, baggage),
} satisfies Partial<otel.PropagationAPI> as Pick<
  otel.PropagationAPI,
  "getBaggage" | "setBaggage"
>;
