import { SDK_INFO } from "@opentelemetry/core";
import {
  type Resource,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  type BufferConfig,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { CountingBatchProcessor } from "./_batch_processor.ts";
import { mendAttributes } from "./_mend_attributes.ts";
import { MendingProcessor } from "./_mending_processor.ts";
import {
  type ExportersWanted,
  readPropagators,
  readResourceAttributes,
} from "../settings/environment.ts";
import { readOtlp } from "../settings/otlp.ts";
import { readBatch, readLimits, readSampler } from "../settings/sdk.ts";
import { registerContext } from "./register_context.ts";
import { registerProvider } from "../base/register_provider.ts";
import type { Sink } from "./handle.ts";
import { WritingProcessor } from "./_writing_processor.ts";
import { openTracesFile } from "./_open_traces_file.ts";

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
  // All is read before anything is given up, so that the person sees at once
  // each variable that cannot be used.
  const sampler = readSampler();
  const spanLimits = readLimits();
  const batch = readBatch();
  const propagators = readPropagators();
  const sinks = await openSinks(wanted, batch, options);
  if (sinks.length === 0) return undefined;
  const provider = new BasicTracerProvider({
    resource: makeResource(options),
    sampler,
    spanLimits,
    spanProcessors: [new MendingProcessor(sinks)],
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

/** Makes the resource: what every span of this process comes from. */
function makeResource(
  { serviceName, serviceVersion }: ProviderOptions,
): Resource {
  return resourceFromAttributes(mendAttributes({
    ...(serviceVersion !== undefined && { "service.version": serviceVersion }),
    ...readResourceAttributes(),
    ...SDK_INFO,
    "process.runtime.name": "deno",
    "process.runtime.version": Deno.version.deno,
    "service.name": serviceName,
  }));
}

type SpanSink = Sink & SpanProcessor;

/** Opens exporters. Each loads what it needs, most of what tracing loads. */
async function openSinks(
  wanted: ExportersWanted,
  batch: Required<BufferConfig>,
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
    const { FileExporter } = await import("./_file_exporter.ts");
    const exporter = new FileExporter(opened.path, opened.file);
    sinks.push(new WritingProcessor(exporter));
  }
  if (wanted.console) {
    const { ConsoleExporter } = await import("./_console_exporter.ts");
    sinks.push(new WritingProcessor(new ConsoleExporter()));
  }
  return sinks;
}
