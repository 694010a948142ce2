import { ProxyTracerProvider, trace } from "@opentelemetry/api";
import metadata from "../../deno.json" with { type: "json" };
import type { Tracer } from "./otel.ts";
import { registered } from "./registry.ts";
import { state } from "./state.ts";

/** A proxy with nothing behind it gives out tracers that do nothing. */
const noopProvider = new ProxyTracerProvider();

/**
 * Gets a tracer of the provider that is registered now, or one that does
 * nothing while tracing is disabled.
 */
export function currentTracer(name: string, version?: string): Tracer {
  const provider = state.disabled
    ? noopProvider
    : registered().trace ?? trace.getTracerProvider();
  return provider.getTracer(name, version);
}

/**
 * Gets the tracer that the recorder makes its spans with: its scope is this
 * package.
 */
export function recorderTracer(): Tracer {
  return currentTracer(metadata.name, metadata.version);
}
