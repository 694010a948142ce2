import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { initTracing } from "@turnspan/turnspan";
import { FOLDER } from "../suite.ts";
import { startServer } from "../shared/start_server.ts";

/** Where spans go. */
export type Sink = "dropped" | "otlp" | "file" | "off";

/** Where the spans of a way go. */
export interface Provided extends AsyncDisposable {
  /** Exports the spans that wait. */
  flush(): Promise<void>;
}

/** Drops spans. */
const NOWHERE: SpanProcessor = {
  onStart: () => {},
  onEnd: () => {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/**
 * Registers what makes spans, and what takes them.
 *
 * @param sink Where they go; with tracing off nothing is registered.
 * @returns What exports the spans that wait.
 */
export async function provide(sink: Sink): Promise<Provided> {
  if (sink === "otlp") {
    const collector = await startServer("shared/collector.ts");
    Deno.env.set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url);
    return provided(await initTracing("bench"), collector);
  }
  if (sink === "file") {
    const path = `${Deno.env.get(FOLDER) ?? "."}/${crypto.randomUUID()}.jsonl`;
    Deno.env.set("OTEL_TRACES_FILE", path);
    return provided(await initTracing("bench"));
  }
  if (sink === "dropped") {
    context.setGlobalContextManager(
      new AsyncLocalStorageContextManager().enable(),
    );
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [NOWHERE] }),
    );
  }
  return {
    flush: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function provided(
  tracing: AsyncDisposable & { flush(): Promise<unknown> },
  collector?: AsyncDisposable,
): Provided {
  return {
    flush: async () => void await tracing.flush(),
    [Symbol.asyncDispose]: async () => {
      await tracing[Symbol.asyncDispose]();
      await collector?.[Symbol.asyncDispose]();
    },
  };
}
