import { compareStarts } from "./_start_order.ts";
import {
  type HrTime,
  kindOf,
  type RecordedSpan,
  statusOf,
} from "./recorded_span.ts";

/** A span and the spans inside it. */
export interface SpanNode {
  /** The span. */
  readonly span: RecordedSpan;
  /** Its children, in order of start. */
  readonly children: readonly SpanNode[];
}

/** Options for {@linkcode drawSpanTree}. */
export interface DrawSpanTreeOptions {
  /**
   * Whether to name the kind of each span.
   *
   * @default {false}
   */
  readonly kind?: boolean;
  /**
   * Whether to name the status of each span that has one.
   *
   * @default {false}
   */
  readonly status?: boolean;
  /**
   * The attributes to show where a span has them.
   *
   * @default {[]}
   */
  readonly attributes?: readonly string[];
}

/**
 * Puts spans in their place under each other.
 *
 * @param spans The spans, in any order.
 * @returns The spans whose parent is not among them, in order of start.
 */
export function spanForest(spans: readonly RecordedSpan[]): SpanNode[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const byParent = Map.groupBy(spans, ({ parentSpanContext }) => {
    const parent = parentSpanContext?.spanId;
    return parent !== undefined && ids.has(parent) ? parent : "";
  });
  const nodesOf = (parent: string): SpanNode[] =>
    (byParent.get(parent) ?? []).toSorted(byStart).map((span) => ({
      span,
      children: nodesOf(span.spanContext().spanId),
    }));
  return nodesOf("");
}

/**
 * Draws spans as a tree.
 *
 * @example Usage
 * ```ts
 * import { drawSpanTree } from "@turnspan/turnspan/testing";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(drawSpanTree([]), "");
 * ```
 *
 * @param spans The spans, in any order.
 * @param options What to draw of each.
 * @returns One line a span, two spaces a level, siblings in order of start,
 * an empty line between traces. A root that continues a trace from elsewhere
 * ends in `(remote parent)`.
 */
export function drawSpanTree(
  spans: readonly RecordedSpan[],
  options: DrawSpanTreeOptions = {},
): string {
  const draw = (node: SpanNode, indent: string): string[] => [
    indent + label(node.span, options),
    ...node.children.flatMap((child) => draw(child, `${indent}  `)),
  ];
  const traces = Map.groupBy(
    spanForest(spans),
    ({ span }) => span.spanContext().traceId,
  );
  return [...traces.values()].map((roots) =>
    roots.flatMap((root) => draw(root, "")).join("\n")
  ).join("\n\n");
}

/**
 * Orders two times.
 *
 * @param a One time.
 * @param b Another.
 * @returns Milliseconds from `b` to `a`: negative where `a` is the earlier.
 */
export function compareTimes(a: HrTime, b: HrTime): number {
  return (a[0] - b[0]) * 1e3 + (a[1] - b[1]) / 1e6;
}

function byStart(a: RecordedSpan, b: RecordedSpan): number {
  return compareTimes(a.startTime, b.startTime) || compareStarts(a, b);
}

function label(span: RecordedSpan, options: DrawSpanTreeOptions): string {
  const { kind = false, status = false, attributes = [] } = options;
  const shown = attributes.filter((key) => key in span.attributes).map((key) =>
    `${key}=${JSON.stringify(span.attributes[key])}`
  );
  return [
    span.name,
    ...(kind ? [kindOf(span)] : []),
    ...(status && statusOf(span) !== "unset" ? [statusOf(span)] : []),
    ...shown,
    ...(span.parentSpanContext?.isRemote ? ["(remote parent)"] : []),
  ].join(" ");
}
