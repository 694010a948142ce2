/** A span of each kind of file, as the tools of today write it. */

const TRACE = "5b8efff798038103d269b633813fc60c";
const SPAN = "eee19b7ec3c1b174";

/** The ids above, as a plain printer of protobuf writes them. */
const BASE64 = {
  traceId: "W47/95gDgQPSabYzgT/GDA==",
  spanId: "7uGbfsPBsXQ=",
};

const attributes = [
  { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
  { key: "gen_ai.usage.input_tokens", value: { intValue: "15214" } },
];

const resource = {
  attributes: [{ key: "service.name", value: { stringValue: "shop" } }],
};

const span = {
  traceId: TRACE,
  spanId: SPAN,
  name: "chat demo",
  kind: 3,
  startTimeUnixNano: "1763640000000000000",
  endTimeUnixNano: "1763640000500000000",
  attributes,
  status: {},
};

const spans = [span];
const scopeSpans = [{ scope: { name: "x" }, spans }];

/** OTLP as it should be. */
export const OTLP = { resourceSpans: [{ resource, scopeSpans }] };

/** What is OTLP inside, by what it comes from. */
export const OTLP_INSIDE: Readonly<Record<string, unknown>> = {
  "Tempo's /api/traces": {
    batches: [{
      resource,
      instrumentationLibrarySpans: [{
        instrumentationLibrary: { name: "x" },
        spans: [{ ...span, ...BASE64, kind: "SPAN_KIND_CLIENT" }],
      }],
    }],
  },
  "Grafana's download": {
    batches: [{
      resource,
      scopeSpans: [{
        spans: [{
          ...span,
          startTimeUnixNano: 1763640000000000000,
          endTimeUnixNano: 1763640000500000000,
        }],
      }],
    }],
  },
  "Tempo's /api/v2/traces": { trace: OTLP, metrics: {} },
  "Jaeger's /api/v3/traces": { result: OTLP },
  "OTLP before 0.15": {
    resourceSpans: [{
      resource,
      instrumentationLibrarySpans: [{
        instrumentationLibrary: { name: "x" },
        spans,
      }],
    }],
  },
  "Java's logging-otlp": { resource, scopeSpans },
  "protobuf-JSON with the names of fields": {
    resource_spans: [{
      resource: {
        attributes: [{ key: "service.name", value: { string_value: "shop" } }],
      },
      scope_spans: [{
        spans: [{
          trace_id: BASE64.traceId,
          span_id: BASE64.spanId,
          parent_span_id: "AAAAAAAAAAA=",
          name: "chat demo",
          kind: "SPAN_KIND_CLIENT",
          start_time_unix_nano: "1763640000000000000",
          end_time_unix_nano: "1763640000500000000",
          attributes: [
            { key: "gen_ai.operation.name", value: { string_value: "chat" } },
            {
              key: "gen_ai.usage.input_tokens",
              value: { int_value: "15214" },
            },
          ],
          status: {},
        }],
      }],
    }],
  },
  "the spans of one library": { scope: { name: "x" }, spans },
  "a list of requests": [OTLP],
};

/** What each of the samples holds. */
export const THE_SPAN = {
  traceId: TRACE,
  spanId: SPAN,
  name: "chat demo",
  kind: 3,
  startMs: 1763640000000,
  endMs: 1763640000500,
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.usage.input_tokens": 15_214,
  },
  failed: false,
};

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
  ["YAML", "receivers:\n  otlp:\n", "it is text, not OTLP/JSON"],
];
