// deno-lint-ignore-file no-console
/** A program that registered a provider of its own. */
import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import {
  getTracer,
  initTracing,
  traceHeaders,
  traceRun,
} from "@turnspan/turnspan";
import { registered } from "../../../tracing/base/registry.ts";

const input = JSON.parse(Deno.args[0] ?? "{}") as { all?: boolean };
const exporter = new InMemorySpanExporter();
let shutdowns = 0;
const processor = new SimpleSpanProcessor(exporter);
const shutdown = processor.shutdown.bind(processor);
processor.shutdown = () => {
  shutdowns++;
  return shutdown();
};
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [processor] }),
);
if (input.all === true) {
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable(),
  );
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
}
const names = () =>
  Object.keys(registered()).filter((name) => name !== "version").sort();

const tracing = await initTracing("agent");
const during = names();
let headers: string[] = [];
await traceRun(
  { runner: "mine", model: "gpt-5" },
  (run) =>
    run.turn(async (turn) => {
      await turn.startChat().run(() => {});
      const call = turn.startTool({ name: "add" });
      await call.run(() => {
        trace.getTracer("theirs").startActiveSpan("inner", (span) => {
          headers = Object.keys(traceHeaders());
          span.end();
        });
        call.result("3");
      });
    }),
);
getTracer().startSpan("mine").end();
await tracing.shutdown();
const spans = exporter.getFinishedSpans();
const find = (name: string) => spans.find((span) => span.name === name);
console.log(JSON.stringify({
  enabled: tracing.enabled,
  names: spans.map(({ name }) => name).sort(),
  innerIsInTool: find("tool.call") !== undefined &&
    find("inner")?.parentSpanContext?.spanId ===
      find("tool.call")?.spanContext().spanId,
  headers,
  registered: during,
  left: names(),
  shutdowns,
}));
