import { assertEquals } from "@std/assert";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { leaveOutDefaults } from "../../../tracing/export/_leave_out_defaults.ts";
import { startCollector } from "../_collector.ts";

Deno.test("leaveOutDefaults() makes the SDK's exporter write no defaults", async () => {
  await using collector = startCollector();
  const exporter = new OTLPTraceExporter({
    url: `${collector.url}/v1/traces`,
    httpAgentOptions: { keepAlive: false },
  });
  leaveOutDefaults(exporter);
  const processor = new BatchSpanProcessor(exporter);
  new BasicTracerProvider({ spanProcessors: [processor] })
    .getTracer("test").startSpan("bare").end();
  await processor.shutdown();

  assertEquals(Object.keys(collector.spans()[0] ?? {}), [
    "traceId",
    "spanId",
    "name",
    "kind",
    "startTimeUnixNano",
    "endTimeUnixNano",
    "attributes",
    "flags",
  ]);
});

Deno.test("leaveOutDefaults() leaves an exporter alone that is made otherwise", () => {
  const other = { _delegate: { _other: {} } };
  leaveOutDefaults(other as never);
  leaveOutDefaults({} as never);

  assertEquals(other, { _delegate: { _other: {} } });
});
