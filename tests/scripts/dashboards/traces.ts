import {
  recorded,
  type Recording,
} from "../../../scripts/dashboards/pictures/recorded.ts";
import type { AttributeValue, Span } from "../../../turns/source/span.ts";
import type { RecordedSpan } from "../../../testing/mod.ts";

/** The recorded traces of the dashboards. */
export type TraceFile = Recording;

/** What of OTLP/JSON tells whose a span is. */
interface Otlp {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly scope?: { readonly name?: string };
      readonly spans: readonly { readonly spanId: string }[];
    }[];
  }[];
}

/** The text of a recorded file. */
export function textOf(file: TraceFile): string {
  const path = `../../../scripts/dashboards/traces/${file}.jsonl`;
  return Deno.readTextFileSync(new URL(path, import.meta.url));
}

/** The spans of a recorded file, a proxy's among them. */
export function spansOf(file: TraceFile): Span[] {
  return [...recorded(file)];
}

/** Those of them that this module made, by their instrumentation scope. */
export function ourSpansOf(file: TraceFile, spans: readonly Span[]): Span[] {
  const ours = new Set(
    documentsOf(file).flatMap(({ resourceSpans }) => resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans)
      .filter(({ scope }) => scope?.name === "@turnspan/turnspan")
      .flatMap(({ spans }) => spans.map(({ spanId }) => spanId)),
  );
  return spans.filter(({ spanId }) => ours.has(spanId));
}

/** A span that was recorded in this process, as it would be read again. */
export function readSpan(span: RecordedSpan, service: string): Span {
  const { traceId, spanId } = span.spanContext();
  const parentSpanId = span.parentSpanContext?.spanId;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name: span.name,
    // OTLP counts the kinds from 1, with 0 for none.
    kind: span.kind + 1,
    startMs: milliseconds(span.startTime),
    endMs: milliseconds(span.endTime),
    attributes: span.attributes as Record<string, AttributeValue>,
    failed: span.status.code === 2,
    service,
  };
}

function milliseconds([seconds, nanoseconds]: readonly [number, number]) {
  return seconds * 1e3 + nanoseconds / 1e6;
}

function documentsOf(file: TraceFile): Otlp[] {
  return textOf(file).trim().split("\n").map((line) => JSON.parse(line));
}
