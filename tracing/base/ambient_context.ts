import type { Span } from "@opentelemetry/api";
import { hasEnded } from "./_ended_spans.ts";
import { trace, TraceFlags } from "./api.ts";
import type { Context } from "./otel.ts";
import { activeContext, withContext } from "./registry.ts";
import { scopes } from "./scopes.ts";

/**
 * Gets the active OpenTelemetry context, for whoever reads a parent from it: a
 * span of this process that has ended is none. The scope around stands in for
 * it, unless that has ended too.
 *
 * Deno 2.9 leaves the span of a `fetch` active once it has ended, and all that
 * comes after it at the top level of a program would land in its trace. A
 * remote span, and one that is not sampled, stays: neither can be said to have
 * ended, and what it decided still holds.
 *
 * @returns The context.
 */
export function ambientContext(): Context {
  const active = activeContext();
  const span = trace.getSpan(active);
  if (span === undefined || !isOver(span)) return active;
  const around = trace.getSpan(scopes.getStore()?.context ?? active);
  return around === undefined || isOver(around)
    ? trace.deleteSpan(active)
    : trace.setSpan(active, around);
}

/**
 * Runs `fn` with that context active.
 *
 * @param fn What to run.
 * @returns What `fn` returns.
 */
export function inAmbientContext<R>(fn: () => R): R {
  const context = ambientContext();
  return context === activeContext() ? fn() : withContext(context, fn);
}

function isOver(span: Span): boolean {
  const { traceFlags } = span.spanContext();
  return (traceFlags & TraceFlags.SAMPLED) !== 0 && hasEnded(span);
}
