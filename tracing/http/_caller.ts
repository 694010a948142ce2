import { AsyncLocalStorage } from "node:async_hooks";
import { ambientContext } from "../base/ambient_context.ts";
import { createContextKey, isSpanContextValid, trace } from "../base/api.ts";
import type { HttpObserver } from "../base/http_observer.ts";
import type { Context } from "../base/otel.ts";
import { scopes } from "../base/scopes.ts";
import { state } from "../base/state.ts";

/** Where a request is made. */
export interface Caller {
  /** The context whose span is the parent. */
  readonly parent: Context;
  /** Our scope's observer, where the request is made inside a run. */
  readonly observer: HttpObserver | undefined;
}

/**
 * The key that OpenTelemetry's `suppressTracing()` sets. Keys are global
 * symbols, so `@opentelemetry/core` need not be loaded for it.
 */
const SUPPRESSED = createContextKey(
  "OpenTelemetry SDK Context Key SUPPRESS_TRACING",
);

/**
 * Set while somebody else's wrapper is called, which may call ours in turn:
 * that is still the same request.
 */
export const inOtherWrapper: AsyncLocalStorage<true> = new AsyncLocalStorage();

/** Finds the span around the caller; `undefined` where nothing is traced. */
export function findCaller(): Caller | undefined {
  if (state.disabled || inOtherWrapper.getStore()) return undefined;
  const active = ambientContext();
  if (active.getValue(SUPPRESSED) === true) return undefined;
  const scope = scopes.getStore();
  const parent = [active, scope?.context].find(hasSpan);
  return parent && { parent, observer: scope?.http };
}

function hasSpan(context: Context | undefined): boolean {
  const span = context && trace.getSpan(context);
  return span !== undefined && isSpanContextValid(span.spanContext());
}
