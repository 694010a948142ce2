import { assertEquals, assertNotEquals } from "@std/assert";
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { OtlpExporter } from "../../tracing/export/_otlp_exporter.ts";
import { startCollector } from "../tracing/_collector.ts";
import { decode, type DecodedSpan } from "./_otlp_decode.ts";

/** Spans with everything that a span of ours may hold. */
function spans(): ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({
    resource: resourceFromAttributes({
      "service.name": "tested",
      "a.list": ["x"],
    }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  }).getTracer("turnspan", "1.2.3");
  // 2026, with nanoseconds that no number of JavaScript can hold.
  const root = tracer.startSpan("agent.run", {
    startTime: [1_795_435_983, 123_456_789],
    attributes: {
      text: 'ä 漢字 🦕 \u0000 "quoted"',
      empty: "",
      int: 14_000,
      zero: 0,
      negative: -1,
      large: Number.MAX_SAFE_INTEGER,
      double: 0.1,
      yes: true,
      no: false,
      texts: ["a", "b"],
      ints: [1, 2],
      mixed: [1, 2.5],
      none: [],
    },
  });
  const context = root.spanContext();
  const child = tracer.startSpan("chat gpt-5", {
    kind: SpanKind.CLIENT,
    links: [{ context }],
  }, trace.setSpan(ROOT_CONTEXT, root));
  child.addEvent("exception", { "exception.message": "it is down" });
  child.setStatus({ code: SpanStatusCode.ERROR, message: "it is down" });
  child.end();
  root.end([1_795_435_984, 999_999_999]);
  return exporter.getFinishedSpans();
}

/** What a collector decodes of them. */
async function sent(
  protocol: "http/json" | "http/protobuf",
  batch: ReadableSpan[],
  gzip = false,
): Promise<DecodedSpan[]> {
  await using collector = startCollector(() => new Response(new Uint8Array()));
  const exporter = await OtlpExporter.open({
    url: new URL(`${collector.url}/v1/traces`),
    protocol,
    headers: {},
    timeoutMs: 5000,
    gzip,
    tls: {},
  }, 5000);
  exporter.export(batch, () => {});
  await exporter.shutdown();
  const [request] = collector.requests;
  return decode(request!.headers.get("content-type")!, request!.body);
}

Deno.test("http/protobuf and http/json decode to the same spans, compressed or not", async () => {
  const batch = spans();

  const json = await sent("http/json", batch);

  assertEquals(json.length, 2);
  for (const gzip of [false, true]) {
    assertEquals(await sent("http/protobuf", batch, gzip), json);
    assertEquals(await sent("http/json", batch, gzip), json);
  }
});

Deno.test("what is decoded is what was recorded", async () => {
  const batch = spans();
  const [child, root] = await sent("http/protobuf", batch);

  const { traceId, spanId } = batch[1]!.spanContext();
  assertEquals([root!.traceId, root!.spanId], [traceId, spanId]);
  assertEquals(root!.parentSpanId, "");
  assertEquals(child!.parentSpanId, spanId);
  assertEquals(child!.links, [{ traceId, spanId }]);
  assertEquals([root!.start, root!.end], [
    "1795435983123456789",
    "1795435984999999999",
  ]);
  // OTLP counts kinds from one: SPAN_KIND_INTERNAL, SPAN_KIND_CLIENT.
  assertEquals([root!.kind, child!.kind], [1, 3]);
  assertEquals(child!.status, { code: 2, message: "it is down" });
  assertEquals(child!.events.map(({ name, at }) => [name, at]), [
    ["exception", { "exception.message": ["stringValue", "it is down"] }],
  ]);
  assertEquals(root!.attributes, {
    text: ["stringValue", 'ä 漢字 🦕 \u0000 "quoted"'],
    empty: ["stringValue", ""],
    int: ["intValue", "14000"],
    zero: ["intValue", "0"],
    negative: ["intValue", "-1"],
    large: ["intValue", "9007199254740991"],
    double: ["doubleValue", 0.1],
    yes: ["boolValue", true],
    no: ["boolValue", false],
    texts: ["array", [["stringValue", "a"], ["stringValue", "b"]]],
    ints: ["array", [["intValue", "1"], ["intValue", "2"]]],
    mixed: ["array", [["intValue", "1"], ["doubleValue", 2.5]]],
    none: ["array", []],
  });
  assertEquals(root!.resource["a.list"], ["array", [["stringValue", "x"]]]);
  assertEquals(root!.scope, "turnspan@1.2.3");
  assertNotEquals(child!.spanId, root!.spanId);
});
