import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  ParentBasedSampler,
  type Sampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-base";
import { CountingBatchProcessor } from "./_batch_processor.ts";
import type { ExportersWanted } from "./_environment.ts";
import { readOtlp } from "./_environment_otlp.ts";
import { readPropagators } from "./_environment_propagators.ts";
import {
  type BatchSettings,
  readBatch,
  readLimits,
  readSampler,
} from "./_environment_sdk.ts";
import { registerContext } from "./register_context.ts";
import { registerProvider } from "./registry.ts";
import type { Sink } from "./_handle.ts";
import { openTracesFile } from "./_open_traces_file.ts";
import { makeResource } from "./_resource.ts";

/** What a program says of itself. */
export interface ProviderOptions {
  readonly serviceName: string;
  readonly serviceVersion: string | undefined;
  readonly folder: string | undefined;
  /** How long a flush may take, in milliseconds. */
  readonly flushTimeoutMs: number;
}

/** What was opened. */
export interface OpenTracing {
  /** Where spans go to. */
  readonly sinks: readonly Sink[];
  /** Takes away what was registered, where it is still there. */
  unregister(): void;
}

/**
 * Opens the exporters that are wanted, and registers a provider for them.
 *
 * @param wanted The exporters.
 * @param options What the program says of itself.
 * @returns What was opened, or `undefined` where no exporter can be used.
 * @throws {Deno.errors.NotCapable} If the SDK may not read all that it looks at.
 */
export async function openProvider(
  wanted: ExportersWanted,
  options: ProviderOptions,
): Promise<OpenTracing | undefined> {
  // All is read before anything is given up: each variable that cannot be
  // used is said at once, and not when the one before it has been mended.
  const sampler = makeSampler();
  const spanLimits = readLimits();
  const batch = readBatch();
  const propagators = readPropagators();
  const sinks = await openSinks(wanted, batch, options);
  if (sinks.length === 0) return undefined;
  const provider = new BasicTracerProvider({
    resource: makeResource(options.serviceName, options.serviceVersion),
    sampler,
    spanLimits,
    spanProcessors: sinks,
  });
  const unregisterContext = registerContext(propagators);
  const unregisterProvider = registerProvider(provider);
  return {
    sinks,
    unregister: () => {
      unregisterProvider?.();
      unregisterContext();
    },
  };
}

type SpanSink = Sink & SpanProcessor;

/** Each loads what it needs, which is most of what tracing loads. */
async function openSinks(
  wanted: ExportersWanted,
  batch: BatchSettings,
  { folder, flushTimeoutMs }: ProviderOptions,
): Promise<SpanSink[]> {
  const sinks: SpanSink[] = [];
  const otlp = wanted.otlp === undefined ? undefined : readOtlp(wanted.otlp);
  if (otlp !== undefined) {
    const { OtlpExporter } = await import("./_otlp_exporter.ts");
    const exporter = await OtlpExporter.open(otlp, flushTimeoutMs);
    sinks.push(new CountingBatchProcessor(exporter, batch));
  }
  const path = wanted.file;
  const opened = path === undefined ? undefined : openTracesFile(path, folder);
  if (opened !== undefined) {
    const { FileProcessor } = await import("./_file_processor.ts");
    sinks.push(new FileProcessor(opened.path, opened.file));
  }
  if (wanted.console) {
    const { ConsoleProcessor } = await import("./_console_processor.ts");
    sinks.push(new ConsoleProcessor());
  }
  return sinks;
}

function makeSampler(): Sampler {
  const { parentBased, ratio } = readSampler();
  const root = ratio === 1
    ? new AlwaysOnSampler()
    : ratio === 0
    ? new AlwaysOffSampler()
    : new TraceIdRatioBasedSampler(ratio);
  return parentBased ? new ParentBasedSampler({ root }) : root;
}
