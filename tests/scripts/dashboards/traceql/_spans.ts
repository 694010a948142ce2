import type { Span } from "../../../../turns/source/span.ts";
import {
  evaluate,
  type EvaluateOptions,
} from "../../../../scripts/dashboards/traceql/evaluate.ts";

/** A span as a test says it: what it leaves out is of no account. */
export interface SpanInit {
  readonly trace?: string;
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly kind?: number;
  /** Milliseconds. */
  readonly at?: number;
  /** Milliseconds. */
  readonly ms?: number;
  readonly attributes?: Span["attributes"];
  readonly failed?: boolean;
  readonly service?: string;
}

/** Makes spans, each a millisecond after the one before. */
export function spansOf(...list: readonly SpanInit[]): Span[] {
  return list.map((
    {
      trace = "t1",
      id,
      parent,
      name = "work",
      kind = 1,
      at,
      ms = 10,
      attributes = {},
      failed = false,
      service,
    },
    place,
  ) => ({
    traceId: trace,
    spanId: id,
    ...(parent !== undefined && { parentSpanId: parent }),
    name,
    kind,
    startMs: at ?? place,
    endMs: (at ?? place) + ms,
    attributes,
    failed,
    ...(service !== undefined && { service }),
  }));
}

/** The ids of the spans that a search returns. */
export function idsOf(
  query: string,
  spans: readonly Span[],
  options?: EvaluateOptions,
): unknown[] {
  const result = evaluate(query, spans, options);
  if (result.kind !== "rows") throw new TypeError("Not a search");
  return result.rows.map(({ spanId }) => spanId);
}

/** The series of a metric: their labels, and their numbers. */
export function seriesOf(
  query: string,
  spans: readonly Span[],
  options?: EvaluateOptions,
): [Readonly<Record<string, string>>, readonly (number | undefined)[]][] {
  const result = evaluate(query, spans, options);
  if (result.kind !== "series") throw new TypeError("Not a metric");
  return result.series.map(({ labels, values }) => [labels, values]);
}
