import { AssertionError } from "@std/assert";
import { differences, type ExpectedSpan } from "./_differences.ts";
import type { RecordedSpan } from "./recorded_span.ts";
import { placesIn } from "./_places_in.ts";
import { compareTimes, spanForest, type SpanNode } from "./span_tree.ts";

export type { ExpectedSpan } from "./_differences.ts";

/** Where spans are: a recorder, or a list of them. */
export type SpanSource =
  | readonly RecordedSpan[]
  | {
    /** The spans that have ended. */
    readonly spans: readonly RecordedSpan[];
    /** The names of spans that have not ended. */
    readonly unended: readonly string[];
    /** The names of spans that were ended more than once. */
    readonly endedAgain: readonly string[];
  };

/** Options for {@linkcode assertSpanTree}. */
export interface AssertSpanTreeOptions {
  /**
   * Whether a span may have only the expected attributes.
   *
   * @default {false}
   */
  readonly exact?: boolean;
  /**
   * Milliseconds by which a span may begin before or end after its parent.
   * The SDK takes a span's start and its length from two clocks, between which
   * a busy machine may pause. The recorder's own spans need none: `0`.
   *
   * @default {50}
   */
  readonly toleranceMs?: number;
}

/**
 * Asserts that the spans are exactly the expected tree, or trees.
 *
 * Every span has to be there and no other. A span's kind and attributes are
 * checked where they are given, its status must not be `error` unless that is
 * expected, and siblings must have started in the order given. Besides, each
 * span must have ended once, within its parent in time, and in one trace with
 * its parent.
 *
 * @example Usage
 * ```ts
 * import { trace } from "@opentelemetry/api";
 * import { assertSpanTree, SpanRecorder } from "@turnspan/turnspan/testing";
 * import { assertThrows } from "@std/assert";
 *
 * using recorder = new SpanRecorder();
 * trace.getTracer("mine").startSpan("work").end();
 *
 * assertSpanTree(recorder, { name: "work" });
 * assertThrows(() => assertSpanTree(recorder, { name: "play" }));
 * ```
 *
 * @param actual The recorder, or the spans.
 * @param expected The tree, or the trees in order of start.
 * @param options Additional options.
 * @throws {AssertionError} If they are not equal; the message shows the
 * difference in place.
 */
export function assertSpanTree(
  actual: SpanSource,
  expected: ExpectedSpan | readonly ExpectedSpan[],
  options: AssertSpanTreeOptions = {},
): void {
  const { exact = false, toleranceMs = 50 } = options;
  const spans = "spans" in actual ? actual.spans : actual;
  const forest = spanForest(spans);
  const trees = Array.isArray(expected) ? expected : [expected];
  const { lines, places, equal } = differences(forest, trees, exact);
  const faults = [
    ...("spans" in actual ? endFaults(actual) : []),
    ...forest.flatMap((root) => placeFaults(root, toleranceMs)),
  ];
  if (equal && faults.length === 0) return;
  const parts = [
    ...faults,
    ...(equal ? [] : [
      "Spans are not the expected tree (- expected, + actual):\n" +
      lines.join("\n"),
      ...places,
    ]),
  ];
  throw new AssertionError(parts.join("\n"));
}

function endFaults(
  recorder: Exclude<SpanSource, readonly RecordedSpan[]>,
): string[] {
  return [
    ...recorder.unended.map((name) => `Span "${name}" has not ended`),
    ...recorder.endedAgain.map((name) =>
      `Span "${name}" was ended more than once`
    ),
  ];
}

/** What is wrong with where spans are, in time and in their trace. */
function placeFaults(root: SpanNode, toleranceMs: number): string[] {
  return [...placesIn(root)].flatMap(({ node, parent }) =>
    parent === undefined ? [] : faultsInside(parent, node, toleranceMs)
  );
}

function faultsInside(
  { span: parent }: SpanNode,
  { span }: SpanNode,
  toleranceMs: number,
): string[] {
  const early = compareTimes(parent.startTime, span.startTime);
  const late = compareTimes(span.endTime, parent.endTime);
  const inside = `inside "${parent.name}"`;
  return [
    ...(early > toleranceMs
      ? [`Span "${span.name}" ${inside} starts ${early} ms before it`]
      : []),
    ...(late > toleranceMs
      ? [`Span "${span.name}" ${inside} ends ${late} ms after it`]
      : []),
    ...(span.spanContext().traceId === parent.spanContext().traceId
      ? []
      : [`Span "${span.name}" ${inside} is in another trace`]),
  ];
}
