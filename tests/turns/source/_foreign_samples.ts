import { SPAN, TRACE } from "./_samples.ts";

const JAEGER_SPAN = {
  traceID: TRACE,
  spanID: SPAN,
  operationName: "chat demo",
  references: [],
  startTime: 1763640000000000,
  duration: 500000,
  tags: [{ key: "gen_ai.operation.name", type: "string", value: "chat" }],
  logs: [],
  processID: "p1",
  warnings: null,
};

const PYTHON_SPAN = {
  name: "chat demo",
  context: {
    trace_id: `0x${TRACE}`,
    span_id: `0x${SPAN}`,
    trace_state: "[]",
  },
  kind: "SpanKind.CLIENT",
  parent_id: null,
  start_time: "2026-11-20T12:00:00.000000Z",
  end_time: "2026-11-20T12:00:00.500000Z",
  status: { status_code: "UNSET" },
  attributes: { "gen_ai.operation.name": "chat" },
  events: [],
  links: [],
  resource: { attributes: { "service.name": "shop" }, schema_url: "" },
};

const JS_SPAN = `{
  resource: {
    attributes: {
      'service.name': 'unknown_service:node',
      'telemetry.sdk.language': 'nodejs'
    }
  },
  instrumentationScope: { name: 'x', version: undefined, schemaUrl: undefined },
  traceId: '${TRACE}',
  parentSpanContext: undefined,
  traceState: undefined,
  name: 'chat demo',
  id: '${SPAN}',
  kind: 2,
  timestamp: 1763640000000000,
  duration: 500000,
  attributes: { 'gen_ai.operation.name': 'chat' },
  status: { code: 0 },
  events: [],
  links: []
}
`;

const GO_SPAN = {
  Name: "chat demo",
  SpanContext: { TraceID: TRACE, SpanID: SPAN, TraceFlags: "01" },
  Parent: { TraceID: "0".repeat(32), SpanID: "0".repeat(16) },
  SpanKind: 3,
};

const pretty = (value: unknown) => JSON.stringify(value, null, 4);

/** Files of other kinds, with what is said of each. */
export const FOREIGN: readonly (readonly [string, string, string])[] = [
  [
    "Jaeger UI",
    pretty({ data: [{ traceID: TRACE, spans: [JAEGER_SPAN] }], total: 0 }),
    `a download of the Jaeger UI, not OTLP/JSON. Jaeger gives the same trace as OTLP: curl http://localhost:16686/api/v3/traces/${TRACE}`,
  ],
  [
    "Zipkin",
    JSON.stringify([{
      traceId: TRACE,
      id: SPAN,
      name: "chat",
      timestamp: 1763640000000000,
      duration: 500000,
      localEndpoint: { serviceName: "shop" },
    }]),
    "Zipkin's spans, not OTLP/JSON. To get OTLP/JSON, set OTEL_TRACES_FILE",
  ],
  [
    "Python's console, two spans",
    `${pretty(PYTHON_SPAN)}\n${pretty(PYTHON_SPAN)}\n`,
    "what a console exporter prints, not OTLP/JSON. To get OTLP/JSON, set OTEL_TRACES_FILE",
  ],
  ["JS in Node", JS_SPAN + JS_SPAN, "what a console exporter prints"],
  [
    "JS in Deno",
    JS_SPAN.replaceAll("'", '"'),
    "what a console exporter prints",
  ],
  [
    "Go's stdouttrace",
    `${pretty(GO_SPAN)}\n${pretty(GO_SPAN)}\n`,
    "what a console exporter prints",
  ],
  [
    ".NET's console",
    `Activity.TraceId:            ${TRACE}\nActivity.SpanId:             ${SPAN}\n`,
    "what a console exporter prints",
  ],
  [
    "Java's console",
    `INFO: 'chat demo' : ${TRACE} ${SPAN} CLIENT [tracer: x:] {}\n`,
    "what a console exporter prints",
  ],
  [
    "turnspan's console",
    `chat gpt-5  0.4 ms  CLIENT\n  trace ${TRACE}  span ${SPAN}\n`,
    "what a console exporter prints",
  ],
  [
    "Deno's console",
    `\x1b[36mSPAN\x1b[0m chat \x1b[38;5;245m[${TRACE}/${SPAN}]\x1b[0m Client\n`,
    "what a console exporter prints",
  ],
  [
    "the Collector's debug",
    `ResourceSpans #0\nSpan #0\n    Trace ID       : ${TRACE}\n    ID             : ${SPAN}\n`,
    "what a console exporter prints",
  ],
  [
    "HAR",
    pretty({ log: { version: "1.2", creator: {}, entries: [] } }),
    "it is a HAR",
  ],
  [
    "metrics",
    JSON.stringify({ resourceMetrics: [{ resource: {} }] }),
    "OTLP metrics, and no spans",
  ],
  ["logs", '{"resourceLogs":[{}]}\n'.repeat(2), "OTLP logs, and no spans"],
  [
    "an agent's result",
    pretty({ answer: "x", runId: "r", trajectory: { turns: [] } }),
    "an agent's result, and no trace",
  ],
  [
    "a search in Tempo",
    JSON.stringify({ traces: [{ traceID: TRACE, rootTraceName: "x" }] }),
    "a list of traces that Tempo found",
  ],
  [
    "JSON",
    '{"servers":{}}',
    'it is JSON, but holds no OTLP: there is no "resourceSpans" in it',
  ],
  ["JSON in lines", '{"a":1}\n{"a":2}\n', "it is JSON, but holds no OTLP"],
  ["a text of one line", "not a trace", "it is text, not OTLP/JSON"],
  ["a text", "Dear all,\n\nhere is it\n", "it is text, not OTLP/JSON"],
  [
    "a dict of Python",
    "{'resource_spans': [{'scope_spans': []}]}\n",
    "it is what Python prints of a dict, not JSON. Write it with json.dumps",
  ],
  ["a web page", "<!DOCTYPE html>\n<html></html>\n", "it is a web page"],
  ["YAML", "receivers:\n  otlp:\n", "it is text, not OTLP/JSON"],
];
