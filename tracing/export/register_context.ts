import type { TextMapPropagator } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import type { PropagatorName } from "../settings/environment.ts";
import { register } from "../base/registry.ts";

/**
 * Registers a context manager and propagators, each only where there is none.
 *
 * @param names The propagators.
 * @returns Takes away what was registered here and is still there.
 */
export function registerContext(
  names: readonly PropagatorName[],
): () => void {
  const manager = new AsyncLocalStorageContextManager().enable();
  const propagators = names.map(makePropagator);
  const propagator = new CompositePropagator({ propagators });
  const unregister = [
    register("context", manager),
    propagators.length > 0 ? register("propagation", propagator) : undefined,
  ];
  return () => {
    for (const unregisterOne of unregister) unregisterOne?.();
  };
}

function makePropagator(name: PropagatorName): TextMapPropagator {
  return name === "baggage"
    ? new W3CBaggagePropagator()
    : new W3CTraceContextPropagator();
}
