import {
  type BaggageEntry,
  baggageEntryMetadataFromString,
  context as contexts,
  createTraceState,
  propagation,
  ROOT_CONTEXT,
  trace,
} from "@opentelemetry/api";
import { env } from "./_env.ts";
import type { Context } from "./otel.ts";
import { state } from "./_state.ts";

/** W3C Trace Context, version 00, and how later versions begin. */
const TRACEPARENT =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

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
  return withBaggage(withParent(ROOT_CONTEXT));
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
    propagation.inject(context ?? contexts.active(), headers);
  }
  return headers;
}

function withParent(context: Context): Context {
  const parent = TRACEPARENT.exec(env("TRACEPARENT")?.trim() ?? "");
  if (parent === null) return context;
  const [, version, traceId = "", spanId = "", flags = "", more] = parent;
  if (version === "00" && more !== undefined) return context;
  const traceState = env("TRACESTATE");
  return trace.setSpanContext(context, {
    traceId,
    spanId,
    // Only the sampled flag has a meaning here.
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(traceState && { traceState: createTraceState(traceState) }),
  });
}

function withBaggage(context: Context): Context {
  const entries: Record<string, BaggageEntry> = {};
  for (const member of (env("BAGGAGE") ?? "").split(",")) {
    const [pair = "", ...properties] = member.split(";");
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) continue;
    try {
      const metadata = baggageEntryMetadataFromString(properties.join(";"));
      entries[decodeURIComponent(name)] = {
        value: decodeURIComponent(value),
        ...(properties.length > 0 && { metadata }),
      };
    } catch {
      // One that cannot be read does not spoil the others.
    }
  }
  if (Object.keys(entries).length === 0) return context;
  return propagation.setBaggage(context, propagation.createBaggage(entries));
}
