import type { Span } from "../../../turns/source/span.ts";

/** The spans of one trace, in order of start, and their places. */
export interface Trace {
  readonly id: string;
  readonly spans: readonly Span[];
  /** The parent of a span, where it was exported. */
  readonly parentOf: (span: Span) => Span | undefined;
}

/** The traces of some spans, the newest first. */
export function tracesOf(spans: readonly Span[]): Trace[] {
  const groups = Map.groupBy(spans, ({ traceId }) => traceId);
  return [...groups].map(([id, members]) => {
    const bySpanId = new Map(members.map((span) => [span.spanId, span]));
    return {
      id,
      spans: members.toSorted((a, b) => a.startMs - b.startMs),
      parentOf: ({ parentSpanId }: Span) =>
        parentSpanId === undefined ? undefined : bySpanId.get(parentSpanId),
    };
  }).toSorted((a, b) => startOf(b) - startOf(a));
}

function startOf({ spans }: Trace): number {
  return spans[0]?.startMs ?? 0;
}
