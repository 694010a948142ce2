import type { TracerProvider } from "@opentelemetry/api";
import { registered } from "./registry.ts";

/** What `initTracing` found out, which others read whenever they are called. */
export interface TracingState {
  /** `OTEL_SDK_DISABLED=true`: no span is made, whatever else is set. */
  disabled: boolean;
  /** Deno's own OpenTelemetry makes the spans, those of fetch among them. */
  readonly denoTelemetry: boolean;
  /** The program's own provider, where `initTracing` was given one. */
  provider: TracerProvider | undefined;
  /** The service's name: the default name of a tracer. */
  serviceName: string | undefined;
}

/** The one state of this module: off, until `initTracing` says otherwise. */
export const state: TracingState = {
  disabled: false,
  // Read each time: Deno registers its provider before any code runs, so
  // that this is true with no call of `initTracing` at all.
  get denoTelemetry(): boolean {
    const { trace } = registered();
    return trace !== undefined && trace === Deno.telemetry.tracerProvider;
  },
  provider: undefined,
  serviceName: undefined,
};
