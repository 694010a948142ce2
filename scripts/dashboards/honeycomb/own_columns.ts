import type { Column } from "../../../cli/honeycomb/dashboard.ts";
import type { Span } from "../../../turns/source/span.ts";

/** A column that Honeycomb makes of what OTLP says of a span itself. */
interface OwnColumn {
  readonly type: Column["type"];
  readonly read: (span: Span) => string | number | boolean | undefined;
}

/**
 * Columns that are no attributes of ours: the names that Honeycomb gives to the
 * parts of a span, as its OTLP receiver (honeycombio/husky, `otlp/traces.go`)
 * writes them.
 */
export const OWN_COLUMNS: Readonly<Record<string, OwnColumn>> = {
  "name": { type: "string", read: ({ name }) => name },
  "duration_ms": { type: "float", read: (span) => span.endMs - span.startMs },
  // Only a span that failed has it.
  "error": { type: "boolean", read: ({ failed }) => failed || undefined },
  "service.name": { type: "string", read: ({ service }) => service },
  "trace.trace_id": { type: "string", read: ({ traceId }) => traceId },
  "trace.span_id": { type: "string", read: ({ spanId }) => spanId },
};
