import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { initTracing } from "@turnspan/turnspan";
import { FOLDER } from "../suite.ts";
import { startServer } from "../shared/start_server.ts";
import type { Maker } from "./agents.ts";

/** Where spans go. */
export type Sink = "dropped" | "otlp" | "file";

/** Where the spans of a way go. */
export interface Provided extends AsyncDisposable {
  /** Exports the spans that wait. */
  flush(): Promise<void>;
}

/** How many spans may wait, which is as many as wait for our own exporter. */
const QUEUE = 65_536;

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
 * @param sink Where they go.
 * @param maker Who makes them: by hand the bare SDK is registered as its own
 * documents say, and else `initTracing` does it.
 * @returns What exports the spans that wait.
 */
export async function provide(sink: Sink, maker: Maker): Promise<Provided> {
  const collector = sink === "otlp"
    ? await startServer("shared/collector.ts")
    : undefined;
  if (collector) Deno.env.set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url);
  if (sink === "file") {
    const path = `${Deno.env.get(FOLDER) ?? "."}/${crypto.randomUUID()}.jsonl`;
    Deno.env.set("OTEL_TRACES_FILE", path);
  }
  const { flush, end } = maker === "recorded" ? await ours(sink) : sdk(sink);
  return {
    flush,
    [Symbol.asyncDispose]: async () => {
      await end();
      await collector?.[Symbol.asyncDispose]();
    },
  };
}

/** What a provider is asked for. */
interface Registered {
  readonly flush: () => Promise<void>;
  readonly end: () => PromiseLike<void>;
}

/** The bare SDK. */
function sdk(sink: Sink): Registered {
  const provider = sdkProvider(sink);
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable(),
  );
  trace.setGlobalTracerProvider(provider);
  return {
    flush: () => provider.forceFlush(),
    end: () => provider.shutdown(),
  };
}

async function ours(sink: Sink): Promise<Registered> {
  // Where spans are dropped, those of the same provider as by hand.
  const tracing = await initTracing("bench", {
    fetch: false,
    ...(sink === "dropped" && { tracerProvider: sdkProvider(sink) }),
  });
  return {
    flush: async () => void await tracing.flush(),
    end: () => tracing[Symbol.asyncDispose](),
  };
}

function sdkProvider(sink: Sink): BasicTracerProvider {
  const processor = sink === "otlp"
    ? new BatchSpanProcessor(new OTLPTraceExporter(), { maxQueueSize: QUEUE })
    : NOWHERE;
  return new BasicTracerProvider({ spanProcessors: [processor] });
}
