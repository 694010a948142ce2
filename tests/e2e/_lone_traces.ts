import { decodeOtlp } from "../../turns/decode_otlp.ts";
import type { Span } from "../../turns/span.ts";
import { isModelCall } from "./_nesting.ts";

/**
 * Reads the proxy's traces that are nobody's: those of model calls that no
 * agent's trace holds.
 *
 * @param query Where Jaeger answers queries.
 * @param since The first moment to look at.
 * @returns The spans of each.
 */
export async function loneTraces(
  query: string,
  since: Date,
): Promise<Span[][]> {
  const url = new URL(`${query}/api/v3/traces`);
  url.searchParams.set("query.serviceName", "litellm");
  url.searchParams.set("query.startTimeMin", since.toISOString());
  const inAMinute = new Date(Date.now() + 60_000);
  url.searchParams.set("query.startTimeMax", inAMinute.toISOString());
  url.searchParams.set("query.searchDepth", "1500");
  const response = await fetch(url);
  const body = await response.json();
  const spans = response.ok ? decodeOtlp(body) ?? [] : [];
  const traces = Map.groupBy(spans, ({ traceId }) => traceId);
  return [...traces.values()].filter((trace) =>
    trace.some(isModelCall) && trace.every(({ name }) => name !== "agent.run")
  );
}
