import type { Span } from "../../turns/source/span.ts";
import { readTraces } from "./_jaeger_traces.ts";
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
  const spans = await readTraces(query, { service: "litellm", since });
  const traces = Map.groupBy(spans, ({ traceId }) => traceId);
  return [...traces.values()].filter((trace) =>
    trace.some(isModelCall) && trace.every(({ name }) => name !== "agent.run")
  );
}
