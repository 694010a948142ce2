/** The ids of the span that is in each sample. */
export const TRACE = "5b8efff798038103d269b633813fc60c";
export const SPAN = "eee19b7ec3c1b174";

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
