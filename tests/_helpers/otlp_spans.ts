import type { HrTime, RecordedSpan } from "../../testing/mod.ts";

interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly OtlpValue[] };
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events?: readonly {
    readonly name: string;
    readonly attributes?: readonly OtlpAttribute[];
  }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** The spans of OTLP/JSON: a request's body, or a file with one a line. */
export function otlpSpans(text: string): RecordedSpan[] {
  return text.split("\n").filter(Boolean).flatMap((line) => {
    const { resourceSpans } = JSON.parse(line);
    return resourceSpans.flatMap((
      { scopeSpans }: { scopeSpans: { spans: OtlpSpan[] }[] },
    ) => scopeSpans.flatMap(({ spans }) => spans.map(recorded)));
  });
}

function recorded(span: OtlpSpan): RecordedSpan {
  const { name, traceId, spanId, parentSpanId, status = {} } = span;
  return {
    name,
    // OTLP counts the kinds from 1, with 0 for none.
    kind: span.kind - 1,
    attributes: attributesOf(span.attributes),
    status: { ...status, code: status.code ?? 0 },
    events: (span.events ?? []).map(({ name, attributes = [] }) => ({
      name,
      attributes: attributesOf(attributes),
    })),
    startTime: time(span.startTimeUnixNano),
    endTime: time(span.endTimeUnixNano),
    ...(parentSpanId ? { parentSpanContext: { spanId: parentSpanId } } : {}),
    spanContext: () => ({ traceId, spanId }),
  };
}

function time(nanoseconds: string): HrTime {
  const total = BigInt(nanoseconds);
  return [Number(total / 1_000_000_000n), Number(total % 1_000_000_000n)];
}

function attributesOf(
  attributes: readonly OtlpAttribute[],
): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, valueOf(value)]),
  );
}

function valueOf(value: OtlpValue): unknown {
  if (value.arrayValue !== undefined) {
    return value.arrayValue.values.map(valueOf);
  }
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue;
}
