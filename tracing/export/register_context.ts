import type { TextMapPropagator } from "@opentelemetry/api";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { ScopeContextManager } from "./_scope_context_manager.ts";
import type { PropagatorName } from "../settings/environment.ts";
import { register } from "../base/registry.ts";

/**
 * Registers a context manager and propagators, each only where there is none.
 *
 * @param names The propagators.
 * @returns Removes what was registered here and is still there.
 */
export function registerContext(
  names: readonly PropagatorName[],
): () => void {
  const manager = new ScopeContextManager().enable();
  const propagators = names.map(makePropagator);
  const propagator = new CompositePropagator({ propagators });
  const removers = [
    register("context", manager),
    propagators.length > 0 ? register("propagation", propagator) : undefined,
  ];
  return () => {
    for (const remove of removers) remove?.();
  };
}

function makePropagator(name: PropagatorName): TextMapPropagator {
  return name === "baggage"
    ? new W3CBaggagePropagator()
    : new W3CTraceContextPropagator();
}
