import {
  baggageEntryMetadataFromString,
  type Context,
  context,
  createTraceState,
  isSpanContextValid,
  propagation,
  type SpanContext,
  trace,
} from "@opentelemetry/api";

const TRACEPARENT =
  /^[\da-f]{2}-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?:-.*)?$/;

/**
 * The context that a request's `_meta` names, on top of the active one; the
 * active one itself where it names none.
 *
 * `_meta` is in the W3C's form whatever propagators the server has, and a
 * server that registered a provider alone has none.
 */
export function callerContext(meta: unknown): Context {
  const active = context.active();
  const { traceparent, tracestate, baggage } = fields(meta);
  const caller = spanContext(traceparent, tracestate);
  if (caller === undefined) return active;
  const remote = trace.setSpanContext(active, caller);
  return baggage === undefined
    ? remote
    : propagation.setBaggage(remote, readBaggage(baggage));
}

function fields(meta: unknown): Record<string, string | undefined> {
  if (typeof meta !== "object" || meta === null) return {};
  return Object.fromEntries(
    Object.entries(meta).filter(([, value]) => typeof value === "string"),
  );
}

function spanContext(
  traceparent: string | undefined,
  tracestate: string | undefined,
): SpanContext | undefined {
  const parts = TRACEPARENT.exec(traceparent?.trim() ?? "")?.groups;
  if (parts === undefined || traceparent?.startsWith("ff")) return undefined;
  const { traceId = "", spanId = "", flags = "0" } = parts;
  const caller: SpanContext = {
    traceId,
    spanId,
    traceFlags: parseInt(flags, 16) & 1,
    isRemote: true,
    ...(tracestate === undefined
      ? {}
      : { traceState: createTraceState(tracestate) }),
  };
  return isSpanContextValid(caller) ? caller : undefined;
}

function readBaggage(
  text: string,
): ReturnType<typeof propagation.createBaggage> {
  const entries = text.split(",").flatMap((member) => {
    const [pair = "", ...properties] = member.split(";");
    const at = pair.indexOf("=");
    if (at < 1) return [];
    const metadata = baggageEntryMetadataFromString(properties.join(";"));
    const value = decoded(pair.slice(at + 1).trim());
    return [[pair.slice(0, at).trim(), { value, metadata }] as const];
  });
  return propagation.createBaggage(Object.fromEntries(entries));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
