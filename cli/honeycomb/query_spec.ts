/** What a calculation makes of a column, as Honeycomb names it. */
export type CalculationOp =
  | "COUNT"
  | "COUNT_DISTINCT"
  | "SUM"
  | "AVG"
  | "MAX"
  | "MIN"
  | "P50"
  | "P95"
  | "HEATMAP";

/** One number of each group. `COUNT` alone needs no column. */
export interface Calculation {
  readonly op: CalculationOp;
  readonly column?: string;
}

/** Which events are looked at. `exists` alone has no value. */
export interface Filter {
  readonly column: string;
  readonly op: "=" | "!=" | ">" | ">=" | "exists" | "does-not-exist" | "in";
  readonly value?: string | number | boolean | readonly string[];
}

/** What comes first: by a calculation, or by a column of the groups. */
export interface Order {
  readonly op?: CalculationOp;
  readonly column?: string;
  readonly order: "ascending" | "descending";
}

/** Which groups are kept, by one of the calculations. */
export interface Having {
  readonly calculate_op: CalculationOp;
  readonly column?: string;
  readonly op: ">" | ">=";
  readonly value: number;
}

/** A query specification of Honeycomb, as far as the dashboard needs it. */
export interface QuerySpec {
  readonly calculations: readonly Calculation[];
  /** An event has to pass all of them. */
  readonly filters: readonly Filter[];
  readonly breakdowns?: readonly string[];
  readonly orders?: readonly Order[];
  readonly havings?: readonly Having[];
  /** The most groups that are returned. */
  readonly limit?: number;
  /** In seconds, up to now. */
  readonly time_range: number;
}
