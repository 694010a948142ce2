import { ROOT_CONTEXT } from "@opentelemetry/api";
import { ambientContext } from "./base/ambient_context.ts";
import { env } from "./base/env.ts";
import type { Context } from "./base/otel.ts";
import { injectContext } from "./base/registry.ts";
import { state } from "./base/state.ts";
import { w3cContext } from "./base/w3c_context.ts";

/**
 * Reads the context that this process was started in: `TRACEPARENT`, with
 * `TRACESTATE` and `BAGGAGE`. A program that was started inside somebody's
 * trace joins it by giving this as the parent of its run.
 *
 * It needs no propagator, so it works before `initTracing` too.
 *
 * @example A run inside the trace of whoever started the program
 * ```ts
 * import { environmentContext, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * const answer = await traceRun(
 *   { runner: "mine", model: "gpt-5", parent: environmentContext() },
 *   () => "42",
 * );
 * assertEquals(answer, "42");
 * ```
 *
 * @returns The context: an empty one where there is none, or none that can be
 * read.
 */
export function environmentContext(): Context {
  return w3cContext({
    traceparent: env("TRACEPARENT"),
    tracestate: env("TRACESTATE"),
    baggage: env("BAGGAGE"),
  }, ROOT_CONTEXT);
}

/**
 * Writes a context into headers: `traceparent`, `tracestate` and `baggage`,
 * through the propagator that is registered.
 *
 * @example The headers of a message that no `fetch` sends
 * ```ts
 * import { traceHeaders } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * // Tracing is off: there is nothing to tell.
 * assertEquals(traceHeaders(), {});
 * ```
 *
 * @param context The context: the active one, unless given.
 * @returns The headers: none outside of a trace, or with tracing off.
 */
export function traceHeaders(context?: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  if (!state.disabled) {
    injectContext(context ?? ambientContext(), headers);
  }
  return headers;
}
