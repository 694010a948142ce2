import { fail } from "@std/assert";
import { drawTree } from "../../turns/draw/draw_tree.ts";
import type { Span } from "../../turns/source/span.ts";
import { e2eEnvironment } from "./_environment.ts";
import { readTrace, settled } from "./_jaeger_traces.ts";
import { nestingFaults, type NestingOptions } from "./_nesting.ts";

/**
 * Asserts that a trace, read back from Jaeger, is whole and that the proxy's
 * spans nest in it.
 *
 * @param traceId The trace.
 * @param options What is known of the run.
 * @returns Its spans.
 * @throws {AssertionError} If they do not; the message has the tree.
 */
export async function assertNested(
  traceId: string | undefined,
  options: NestingOptions = {},
): Promise<Span[]> {
  if (traceId === undefined) fail("the run has recorded no trace");
  const faultsOf = (spans: readonly Span[]) => nestingFaults(spans, options);
  const spans = await settled(
    () => readTrace(e2eEnvironment().jaeger.query, traceId),
    (spans) => faultsOf(spans).length === 0,
  );
  const faults = faultsOf(spans);
  if (faults.length === 0) return spans;
  fail([`trace ${traceId}`, ...faults, drawTree(spans)].join("\n"));
}
