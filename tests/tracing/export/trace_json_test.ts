import { assertEquals } from "@std/assert";
import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import { traceJson } from "../../../tracing/export/_trace_json.ts";

/** Makes spans of one resource, and keeps those that have ended. */
function record(
  make: (provider: BasicTracerProvider) => void,
  schemaUrl?: string,
): ReadableSpan[] {
  const spans: ReadableSpan[] = [];
  make(
    new BasicTracerProvider({
      resource: resourceFromAttributes(
        { "service.name": "agent", many: [1, 2] },
        schemaUrl === undefined ? {} : { schemaUrl },
      ),
      spanLimits: { eventCountLimit: 2, linkCountLimit: 2 },
      spanProcessors: [{
        onStart: () => {},
        onEnd: (span) => void spans.push(span),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      }],
    }),
  );
  return spans;
}

const REMOTE: SpanContext = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
  isRemote: true,
  traceState: createTraceState("vendor=a,other=b"),
};

function inside(parent: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** Spans with something of everything that a span may have. */
function everything(provider: BasicTracerProvider): void {
  const tracer = provider.getTracer("first", "1.0");
  const parent = tracer.startSpan("parent", {
    kind: SpanKind.SERVER,
    startTime: [1_700_000_000, 7],
    attributes: {
      text: 'a "quoted"\nline, é and 😀',
      whole: -42,
      zero: 0,
      half: 0.5,
      yes: true,
      no: false,
      empty: "",
      list: ["a", "b"],
      numbers: [1, 2.5],
      nothing: [],
    },
  }, inside(REMOTE));
  // What only JavaScript lets pass.
  parent.setAttribute("bytes", new Uint8Array([1, 2, 255]) as never);
  parent.setAttribute("map", { key: { of: [1, null] } } as never);
  const child = tracer.startSpan(
    "child",
    { links: [{ context: REMOTE, attributes: { of: "link" } }] },
    trace.setSpan(ROOT_CONTEXT, parent),
  );
  for (const name of ["one", "two", "three"]) child.addEvent(name, { name });
  child.addEvent("bare");
  for (let i = 0; i < 3; i++) child.addLink({ context: parent.spanContext() });
  child.setStatus({ code: SpanStatusCode.ERROR, message: "failed" });
  child.end([1_700_000_001, 999_999_999]);
  provider.getTracer("second", undefined, { schemaUrl: "urn:scope" })
    .startSpan("of another scope").setStatus({ code: SpanStatusCode.OK }).end();
  parent.end();
}

/** What the SDK's own serializer writes. */
function sdkJson(spans: ReadableSpan[]): unknown {
  const bytes = JsonTraceSerializer.serializeRequest(spans);
  const request = JSON.parse(new TextDecoder().decode(bytes));
  // A resource of OTLP has no such member: it stands beside the resource.
  for (const { resource } of request.resourceSpans) delete resource.schemaUrl;
  return request;
}

/** Members that a reader takes to be there when they are left out. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
  events: [],
  links: [],
  status: { code: 0 },
};

/** The same without what is at its default; attributes stay as they are. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== "object" || value === null) return value;
  if ("key" in value && "value" in value) return value;
  // Of events and links; a span's own attributes stay.
  const defaults: typeof DEFAULTS = "kind" in value
    ? DEFAULTS
    : { ...DEFAULTS, attributes: [] };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => !isDefault(defaults[key], part))
      .map(([key, part]) => [key, withoutDefaults(part)]),
  );
}

function isDefault(expected: unknown, value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(expected);
}

Deno.test("traceJson() writes what the SDK writes, but for defaults", () => {
  const spans = [
    ...record(everything),
    ...record(everything, "urn:resource"),
  ];

  const text = traceJson(spans);

  assertEquals(JSON.parse(text), withoutDefaults(sdkJson(spans)));
  assertEquals(text.includes("\n"), false);
  // A second time, with what is kept of the first.
  assertEquals(traceJson(spans), text);
});

Deno.test("traceJson() leaves out what is at its default", () => {
  const spans = record((provider) =>
    provider.getTracer("first", "1.0").startSpan("bare", {
      startTime: [1_700_000_000, 5],
    }).end([1_700_000_000, 6])
  );
  const [span] = spans;
  const { traceId, spanId } = span!.spanContext();

  assertEquals(
    traceJson(spans),
    '{"resourceSpans":[{"resource":{"attributes":[' +
      '{"key":"service.name","value":{"stringValue":"agent"}},' +
      '{"key":"many","value":{"arrayValue":{"values":[' +
      '{"intValue":1},{"intValue":2}]}}}]},' +
      '"scopeSpans":[{"scope":{"name":"first","version":"1.0"},"spans":[' +
      `{"traceId":"${traceId}","spanId":"${spanId}","name":"bare","kind":1,` +
      '"startTimeUnixNano":"1700000000000000005",' +
      '"endTimeUnixNano":"1700000000000000006","attributes":[],"flags":257}' +
      "]}]}]}",
  );
});

Deno.test("traceJson() says what was dropped, and times before the first second", () => {
  const [span] = record((provider) =>
    provider.getTracer("first").startSpan("odd").end()
  );
  const odd = {
    ...span!,
    spanContext: () => span!.spanContext(),
    startTime: [0, 5] as [number, number],
    endTime: [1.9, 2_000_000_000.5] as [number, number],
    droppedAttributesCount: 3,
    droppedEventsCount: 4,
    droppedLinksCount: 5,
    resource: span!.resource,
    instrumentationScope: span!.instrumentationScope,
    name: "odd",
    kind: SpanKind.INTERNAL,
    status: { code: SpanStatusCode.UNSET, message: "why" },
    attributes: {},
    events: [],
    links: [],
    duration: span!.duration,
    ended: true,
  };

  assertEquals(JSON.parse(traceJson([odd])), withoutDefaults(sdkJson([odd])));
});

Deno.test("traceJson() writes a request without spans", () => {
  assertEquals(traceJson([]), '{"resourceSpans":[]}');
});
