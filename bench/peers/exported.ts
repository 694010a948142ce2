import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { context, trace } from "@opentelemetry/api";

/**
 * Registers OpenTelemetry's SDK as its own documents and those of the peers do:
 * what `NodeTracerProvider` registers, but for propagators, which nothing here
 * uses, with a batch processor in front of the OTLP exporter, both with their
 * defaults. The endpoint is in the environment.
 *
 * @param processor What takes the spans, where it is not the batch processor.
 * @returns The provider.
 */
export function exported(
  processor: SpanProcessor = new BatchSpanProcessor(new OTLPTraceExporter()),
): BasicTracerProvider {
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  context.setGlobalContextManager(
    new AsyncLocalStorageContextManager().enable(),
  );
  trace.setGlobalTracerProvider(provider);
  return provider;
}
