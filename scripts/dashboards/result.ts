import type { AttributeValue } from "../../turns/source/span.ts";

/** What a search returns: one row a span, by column. */
export interface Rows {
  readonly kind: "rows";
  /** The columns, in their order. */
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, AttributeValue>>[];
}

/** One line of a {@linkcode SeriesResult}. */
export interface Series {
  /** What the spans of this series have in common, by what they are grouped by. */
  readonly labels: Readonly<Record<string, string>>;
  /** One number a step, or the only one; `undefined` where there is none. */
  readonly values: readonly (number | undefined)[];
}

/** What a sum, a count or the like over time returns. */
export interface SeriesResult {
  readonly kind: "series";
  readonly series: readonly Series[];
}

/** What a query of a panel returns, whatever the backend. */
export type Result = Rows | SeriesResult;
