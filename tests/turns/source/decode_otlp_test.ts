import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import { line, spanId, traceId } from "../_traces.ts";

Deno.test("decodeOtlp() reads what the SDK's JSON serializer writes", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": "svc" }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const span = provider.getTracer("x").startSpan("agent.turn", {
    kind: SpanKind.CLIENT,
    // A number up to the process's age is taken for a time since its start.
    startTime: [1, 0],
    attributes: { "turn.index": 7, cost: 0.5, ok: true, list: ["a", "b"] },
  });
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end([2, 500_000_000]);
  await provider.forceFlush();
  const bytes = JsonTraceSerializer.serializeRequest(
    exporter.getFinishedSpans(),
  );
  const document = JSON.parse(new TextDecoder().decode(bytes));
  await provider.shutdown();

  const { traceId, spanId } = span.spanContext();
  assertEquals(decodeOtlp(document), [{
    traceId,
    spanId,
    name: "agent.turn",
    kind: 3,
    startMs: 1000,
    endMs: 2500,
    attributes: { "turn.index": 7, cost: 0.5, ok: true, list: ["a", "b"] },
    failed: true,
    service: "svc",
  }]);
});

Deno.test("decodeOtlp() takes base64 ids, string integers and named enums", () => {
  const [span] = decodeOtlp({
    resourceSpans: [{
      scopeSpans: [{
        spans: [{
          traceId: "W47/+HmAUQPSaazYpcWACA==",
          spanId: "7unDhrYQrxk=",
          parentSpanId: "",
          name: "chat",
          kind: "SPAN_KIND_SERVER",
          startTimeUnixNano: 5_000_000,
          endTimeUnixNano: "1763640000000123456",
          attributes: [{ key: "n", value: { intValue: "15214" } }],
          status: { code: "STATUS_CODE_ERROR" },
        }],
      }],
    }],
  }) ?? [];
  assertEquals(span, {
    traceId: "5b8efff879805103d269acd8a5c58008",
    spanId: "eee9c386b610af19",
    name: "chat",
    kind: 2,
    startMs: 5,
    endMs: 1763640000000.123456,
    attributes: { n: 15_214 },
    failed: true,
  });
});

Deno.test("decodeOtlp() passes over what is no span, and tells other documents apart", () => {
  const broken = {
    resourceSpans: [{ scopeSpans: [{ spans: [{ name: "no ids" }, 7] }] }, null],
  };
  assertEquals(decodeOtlp(broken), []);
  assertEquals(decodeOtlp({ resourceLogs: [] }), undefined);
  assertEquals(decodeOtlp("text"), undefined);
});

Deno.test("decodeOtlp() reads arrays and a query API's reply", () => {
  const one = JSON.parse(line([{ id: "a", name: "x" }]));
  for (const document of [[one], { result: one }, { trace: one }]) {
    const [span] = decodeOtlp(document) ?? [];
    assertEquals([span?.traceId, span?.spanId], [traceId("t"), spanId("a")]);
  }
});
