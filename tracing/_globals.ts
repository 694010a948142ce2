import {
  context,
  propagation,
  type TextMapPropagator,
  trace,
  type TracerProvider,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import type { PropagatorName } from "./_environment_propagators.ts";
import { registered } from "./_state.ts";

/**
 * Registers a provider.
 *
 * @param provider The provider.
 * @returns Takes it away, if it is still there.
 */
export function registerProvider(provider: TracerProvider): () => void {
  trace.setGlobalTracerProvider(provider);
  const ours = registered().trace;
  return () => {
    if (ours !== undefined && registered().trace === ours) trace.disable();
  };
}

/**
 * Registers a context manager and propagators, each only where there is none.
 *
 * @param names The propagators.
 * @returns Takes away what was registered here and is still there.
 */
export function registerContext(
  names: readonly PropagatorName[],
): () => void {
  const manager = new AsyncLocalStorageContextManager();
  if (registered().context === undefined) {
    context.setGlobalContextManager(manager.enable());
  }
  const propagators = names.map(make);
  const propagator = new CompositePropagator({ propagators });
  if (propagators.length > 0 && registered().propagation === undefined) {
    propagation.setGlobalPropagator(propagator);
  }
  return () => {
    if (registered().context === manager) context.disable();
    if (registered().propagation === propagator) propagation.disable();
  };
}

function make(name: PropagatorName): TextMapPropagator {
  return name === "baggage"
    ? new W3CBaggagePropagator()
    : new W3CTraceContextPropagator();
}
