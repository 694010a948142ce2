// deno-lint-ignore-file no-console
/** A program with a copy of `@opentelemetry/api` of its own. */
import type * as otel from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { initTracing, traceRun } from "@turnspan/turnspan";

interface Input {
  /** The copy that the program uses. */
  readonly api: string;
  /** The copy that registers, where that is another one. */
  readonly registrar?: string;
  /** What it has registered before tracing is turned on. */
  readonly registers?: "provider" | "all" | "diag";
  /** Whether tracing is turned on by nobody. */
  readonly noInit?: boolean;
  /** Whether the run's parent is a context of the program's. */
  readonly parent?: boolean;
}

const input = JSON.parse(Deno.args[0] ?? "{}") as Input;
// Not a literal: it would be a part of the graph of every test.
const api: typeof otel = await import(input.api);
const registrar: typeof otel = await import(input.registrar ?? input.api);
const exporter = new InMemorySpanExporter();
if (input.registers === "diag") {
  registrar.diag.setLogger({
    error: (...args) => console.log("diag error", ...args),
    warn: (...args) => console.log("diag warn", ...args),
    info: () => {},
    debug: () => {},
    verbose: () => {},
  });
} else if (input.registers !== undefined) {
  registrar.trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    }),
  );
  if (input.registers === "all") {
    registrar.context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
    registrar.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  }
}

const tracing = input.noInit ? undefined : await initTracing("agent");
/** A span by a tracer of the program's own, inside of a context of its own. */
async function theirs(name: string): Promise<void> {
  const key = api.createContextKey("theirs");
  const mine = api.context.active().setValue(key, name);
  await api.context.with(mine, async () => {
    await Promise.resolve();
    await api.trace.getTracer("theirs").startActiveSpan(name, async (span) => {
      await Promise.resolve();
      const inner = api.trace.getTracer("theirs").startSpan(
        `${name} inside`,
        { attributes: { kept: api.context.active().getValue(key) === name } },
      );
      inner.end();
      span.end();
    });
  });
}
const remote = api.trace.wrapSpanContext({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
  isRemote: true,
});
await traceRun({
  runner: "mine",
  model: "gpt-5",
  ...(input.parent && {
    parent: api.trace.setSpan(api.ROOT_CONTEXT, remote),
  }),
}, async (run) => {
  await theirs("in run");
  await run.turn(async (turn) => {
    await theirs("in turn");
    const call = turn.startTool({ name: "add" });
    await call.run(async () => {
      await theirs("in tool");
      call.result("3");
    });
  });
});
await tracing?.shutdown();
const version = (globalThis as Record<symbol, { version?: string }>)[
  Symbol.for("opentelemetry.js.api.1")
]?.version;
console.log(JSON.stringify({
  spans: exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    spanId: span.spanContext().spanId,
    traceId: span.spanContext().traceId,
    parentSpanId: span.parentSpanContext?.spanId,
  })),
  version,
}));
