import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "./otel.ts";
import type { HttpObserver } from "./http_observer.ts";

/** What the async context holds: the innermost scope. */
export interface CurrentScope {
  /** The OpenTelemetry context whose active span is the scope's. */
  readonly context: Context;
  /** Observes the HTTP requests that are made here. */
  readonly http: HttpObserver;
}

/**
 * The scope's own storage: the OpenTelemetry context is a no-op while tracing
 * is off, and the trajectory is recorded all the same.
 */
export const scopes: AsyncLocalStorage<CurrentScope> = new AsyncLocalStorage();
