import {
  ProxyTracerProvider,
  trace,
  type TracerProvider,
} from "@opentelemetry/api";
import metadata from "../../deno.json" with { type: "json" };
import type { Tracer } from "./otel.ts";
import { registered } from "./registry.ts";
import { state } from "./state.ts";

/** A proxy with nothing behind it gives out tracers that do nothing. */
const noopProvider = new ProxyTracerProvider();

/**
 * Gets the provider that makes the spans now: the one that `initTracing` was
 * given, else the one that is registered; `undefined` where there is none, or
 * while tracing is disabled.
 */
export function activeProvider(): TracerProvider | undefined {
  return state.disabled ? undefined : state.provider ?? registered().trace;
}

/** Gets a tracer of that provider, or one that does nothing. */
export function currentTracer(name: string, version?: string): Tracer {
  // The API's own brings its tracers to life once a provider is registered.
  const none = state.disabled ? noopProvider : trace.getTracerProvider();
  return (activeProvider() ?? none).getTracer(name, version);
}

/**
 * Gets the tracer that the recorder makes its spans with: its scope is this
 * package.
 */
export function recorderTracer(): Tracer {
  return currentTracer(metadata.name, metadata.version);
}
