// deno-lint-ignore-file no-console
/** A program that gives initTracing a provider of its own, registered nowhere. */
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { getTracer, initTracing, traceRun } from "@turnspan/turnspan";
import { registered } from "../../../tracing/base/registry.ts";

const exporter = new InMemorySpanExporter();
const processor = new SimpleSpanProcessor(exporter);
let shutdowns = 0;
const shutdown = processor.shutdown.bind(processor);
processor.shutdown = () => {
  shutdowns++;
  return shutdown();
};
const parts = () =>
  Object.keys(registered()).filter((name) => name !== "version").sort();

async function work(): Promise<void> {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => new Response(request.headers.get("traceparent")),
  );
  await traceRun({ runner: "mine", model: "gpt-5" }, async () => {
    const url = `http://127.0.0.1:${server.addr.port}/`;
    const reply = await fetch(url);
    await reply.text();
    getTracer("theirs").startSpan("inner").end();
  });
}

const tracing = await initTracing("agent", {
  tracerProvider: new BasicTracerProvider({ spanProcessors: [processor] }),
});
const during = parts();
await work();
await tracing.flush();
await tracing.shutdown();
// With tracing off again.
await work();
const spans = exporter.getFinishedSpans();
console.log(JSON.stringify({
  enabled: tracing.enabled,
  names: spans.map(({ name }) => name),
  traces: new Set(spans.map((span) => span.spanContext().traceId)).size,
  during,
  left: parts(),
  shutdowns,
}));
