import { trace, type TracerProvider } from "@opentelemetry/api";
import { register, registered, setAside } from "./registry.ts";

/**
 * Registers a provider, for every copy of the API.
 *
 * @param provider The provider.
 * @returns Removes it, if it is still there; `undefined` where somebody else
 * has registered one.
 */
export function registerProvider(
  provider: TracerProvider,
): (() => void) | undefined {
  if (registered().trace !== undefined) return undefined;
  // Through the API, so that tracers which it has handed out come to life; into
  // an empty registry, since it refuses one that another copy has made.
  const putBack = setAside();
  trace.setGlobalTracerProvider(provider);
  const { trace: ours = provider } = registered();
  putBack();
  const unregister = register("trace", ours);
  return () => {
    // The next provider brings tracers of its own.
    if (unregister?.()) trace.disable();
  };
}
