import type { BaggageEntry } from "@opentelemetry/api";
import { propagation, trace } from "./api.ts";
import { baggageMetadata, W3cBaggage } from "./_w3c_baggage.ts";
import type { Context } from "./otel.ts";
import { W3cTraceState } from "./_w3c_trace_state.ts";

/** W3C Trace Context, version 00, and how later versions begin. */
const TRACEPARENT =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The fields in which the W3C's formats write a context. */
export interface W3cFields {
  /** The trace, the parent and the flags. */
  readonly traceparent?: string | undefined;
  /** What vendors keep with them. */
  readonly tracestate?: string | undefined;
  /** Names and values that travel along. */
  readonly baggage?: string | undefined;
}

/**
 * Reads a context that is written in the W3C's formats (Trace Context, section
 * 3; Baggage, section 3), whatever propagators are registered: none need be.
 *
 * @param fields The fields. What cannot be read counts as not there.
 * @param base What the context is put on top of.
 * @returns The context; `base` itself where there is nothing to read.
 */
export function w3cContext(fields: W3cFields, base: Context): Context {
  return withBaggage(fields.baggage, withParent(fields, base));
}

function withParent(
  { traceparent, tracestate }: W3cFields,
  context: Context,
): Context {
  const parent = TRACEPARENT.exec(traceparent?.trim() ?? "");
  if (parent === null) return context;
  const [, version, traceId = "", spanId = "", flags = "", more] = parent;
  if (version === "00" && more !== undefined) return context;
  return trace.setSpanContext(context, {
    traceId,
    spanId,
    // Only the sampled flag has a meaning here.
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(tracestate && { traceState: W3cTraceState.parse(tracestate) }),
  });
}

function withBaggage(baggage: string | undefined, context: Context): Context {
  const entries = new Map<string, BaggageEntry>();
  for (const member of (baggage ?? "").split(",")) {
    const [pair = "", ...properties] = member.split(";");
    // No expression: the spaces around a value would be tried again and again.
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    const value = pair.slice(equals + 1).trim();
    if (name === "" || /\s/.test(name) || /[\n\r]/.test(value)) continue;
    try {
      const metadata = baggageMetadata(properties.join(";"));
      entries.set(decodeURIComponent(name), {
        value: decodeURIComponent(value),
        ...(properties.length > 0 && { metadata }),
      });
    } catch {
      // One that cannot be read does not spoil the others.
    }
  }
  if (entries.size === 0) return context;
  return propagation.setBaggage(context, new W3cBaggage(entries));
}
