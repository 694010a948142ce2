import type { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { traceJson } from "./_trace_json.ts";

/** Where the SDK's exporter keeps what turns spans into a request's body. */
interface Inside {
  readonly _delegate?: { _serializer?: Serializer };
}

interface Serializer {
  serializeRequest(spans: ReadableSpan[]): Uint8Array | undefined;
}

const encoder = new TextEncoder();

/**
 * Has the SDK's exporter leave out of its JSON what is at its default, for which
 * it has no option. If another version keeps its serializer elsewhere, that one
 * is used as it is: what it writes is longer, and says the same.
 *
 * @param exporter The exporter, of JSON.
 */
export function leaveOutDefaults(exporter: OTLPTraceExporter): void {
  const { _delegate: delegate } = exporter as unknown as Inside;
  const serializer = delegate?._serializer;
  if (delegate === undefined || serializer === undefined) return;
  delegate._serializer = {
    ...serializer,
    serializeRequest: (spans) => encoder.encode(traceJson(spans)),
  };
}
