import { placesIn } from "./_places_in.ts";
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
 * Arranges spans as trees, each span under its parent.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { spanForest, SpanRecorder } from "@turnspan/turnspan/testing";
 * import { assertEquals } from "@std/assert";
 *
 * using recorder = new SpanRecorder();
 * await traceRun(
 *   { runner: "mine", model: "gpt-5" },
 *   (run) => run.turn(() => {}),
 * );
 * const [root] = spanForest(recorder.spans);
 * assertEquals(root?.span.name, "agent.run");
 * assertEquals(root?.children.map(({ span }) => span.name), ["agent.turn"]);
 * ```
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
  const roots = (byParent.get("") ?? []).map(nodeOf);
  const waiting = [...roots];
  // No recursion: a trace may be deeper than a program's stack.
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const { spanId } = node.span.spanContext();
    const inside = byParent.get(spanId) ?? [];
    // Of two spans with one id, only one has the children.
    byParent.delete(spanId);
    for (const child of inside.toSorted(byStart).map(nodeOf)) {
      node.children.push(child);
      waiting.push(child);
    }
  }
  return roots.toSorted((a, b) => byStart(a.span, b.span));
}

/** A span, whose children are not known yet. */
function nodeOf(span: RecordedSpan): SpanNode & { children: SpanNode[] } {
  return { span, children: [] };
}

/**
 * Draws spans as a tree.
 *
 * @example Usage
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { drawSpanTree, SpanRecorder } from "@turnspan/turnspan/testing";
 * import { assertEquals } from "@std/assert";
 *
 * using recorder = new SpanRecorder();
 * await traceRun(
 *   { runner: "mine", model: "gpt-5" },
 *   (run) => run.turn(() => {}),
 * );
 * assertEquals(
 *   drawSpanTree(recorder.spans, { attributes: ["turn.index"] }),
 *   "agent.run\n  agent.turn turn.index=1",
 * );
 * ```
 *
 * @param spans The spans, in any order.
 * @param options What to draw of each.
 * @returns One line for each span, two spaces for each level, siblings in order
 * of start, an empty line between traces. A root that continues a trace from
 * elsewhere ends in `(remote parent)`.
 */
export function drawSpanTree(
  spans: readonly RecordedSpan[],
  options: DrawSpanTreeOptions = {},
): string {
  const draw = (root: SpanNode): string[] =>
    [...placesIn(root)].map(({ node, depth }) =>
      "  ".repeat(depth) + label(node.span, options)
    );
  const traces = Map.groupBy(
    spanForest(spans),
    ({ span }) => span.spanContext().traceId,
  );
  return [...traces.values()].map((roots) => roots.flatMap(draw).join("\n"))
    .join("\n\n");
}

/**
 * Orders two times.
 *
 * @example Usage
 * ```ts
 * import { compareTimes, type HrTime } from "@turnspan/turnspan/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const earlier: HrTime = [1_700_000_000, 250_000_000];
 * const later: HrTime = [1_700_000_001, 0];
 * assertEquals(compareTimes(earlier, later), -750);
 * ```
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
  const shown = attributes.filter((key) => Object.hasOwn(span.attributes, key))
    .map((key) => `${key}=${JSON.stringify(span.attributes[key])}`);
  return [
    span.name,
    ...(kind ? [kindOf(span)] : []),
    ...(status && statusOf(span) !== "unset" ? [statusOf(span)] : []),
    ...shown,
    ...(span.parentSpanContext?.isRemote ? ["(remote parent)"] : []),
  ].join(" ");
}
