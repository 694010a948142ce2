import { isJson, type Json } from "../../tracing/base/json.ts";
import { objects } from "./_otlp_shape.ts";

/** What a file without OTLP is. */
export interface Foreign {
  /** What it is, and the way to OTLP where there is one. */
  readonly what: string;
  /** Whether it has nothing to do with traces: a folder holds such files too. */
  readonly isUnrelated?: true;
}

/** Where spans in a form for people came from, OTLP can come from too. */
const WAY =
  "To get OTLP/JSON, set OTEL_TRACES_FILE=traces.jsonl for a program that uses turnspan; with other SDKs send OTLP to a Collector with the file exporter";

export const CONSOLE =
  `it looks like what a console exporter prints, not OTLP/JSON. ${WAY}`;
const ZIPKIN = `it holds Zipkin's spans, not OTLP/JSON. ${WAY}`;

export function jaeger(traceId: unknown): string {
  const id = typeof traceId === "string" && /^[0-9a-f]{1,32}$/i.test(traceId)
    ? traceId
    : "TRACE_ID";
  return `it is a download of the Jaeger UI, not OTLP/JSON. Jaeger gives the same trace as OTLP: curl http://localhost:16686/api/v3/traces/${id}`;
}

function otherSignal(document: Json): string | undefined {
  const signals = [
    ["resourceMetrics", "resource_metrics", "metrics"],
    ["resourceLogs", "resource_logs", "logs"],
    ["resourceProfiles", "resource_profiles", "profiles"],
  ];
  const found = signals.find((names) => names.some((name) => document[name]));
  return found && `it holds OTLP ${found[2]}, and no spans`;
}

/** The spans of a Jaeger trace, which has its id in capitals. */
function jaegerTrace(document: Json): Json | undefined {
  return [document, ...objects(document.data)].find((trace) =>
    objects(trace.spans).some((span) => span.traceID !== undefined)
  ) ?? (document.traceID !== undefined && document.operationName !== undefined
    ? document
    : undefined);
}

/** Whether it is a span, or spans, as the exporters to a console write it. */
function isOfConsole(document: Json): boolean {
  const { context, SpanContext } = document;
  if (isJson(context) && (context.trace_id ?? context.traceId)) return true;
  if (isJson(SpanContext) && SpanContext.TraceID) return true;
  // PHP's puts the spans of one library under its name.
  return [document, ...objects(document.scopes)].some(({ spans }) =>
    objects(spans).some(isOfConsole)
  );
}

/**
 * Says what a JSON document is that is no OTLP.
 *
 * @param value The parsed JSON.
 * @returns What it is.
 */
export function foreignJson(value: unknown): Foreign {
  const unknown: Foreign = {
    what: 'it is JSON, but holds no OTLP: there is no "resourceSpans" in it',
    isUnrelated: true,
  };
  const [document] = isJson(value) ? [value] : objects(value);
  if (document === undefined) return unknown;
  const trace = jaegerTrace(document);
  if (trace !== undefined) return { what: jaeger(trace.traceID) };
  if (isOfConsole(document)) return { what: CONSOLE };
  if (document.traceId && (document.localEndpoint ?? document.duration)) {
    return { what: ZIPKIN };
  }
  const signal = otherSignal(document);
  if (signal !== undefined) return { what: signal };
  if (isJson(document.log) && Array.isArray(document.log.entries)) {
    return { what: "it is a HAR, the requests of a browser, and no trace" };
  }
  if (Array.isArray(document.traceEvents)) {
    return { what: "it is a profile for Chrome's viewer, and no OTLP trace" };
  }
  if (isJson(document.trajectory) && document.runId !== undefined) {
    return {
      what:
        "it is an agent's result, and no trace. Its spans are where OTEL_TRACES_FILE said",
    };
  }
  if (objects(document.traces).some(({ traceID }) => traceID !== undefined)) {
    return {
      what:
        "it is a list of traces that Tempo found, without their spans. Download the trace itself: /api/traces/TRACE_ID",
    };
  }
  return unknown;
}
