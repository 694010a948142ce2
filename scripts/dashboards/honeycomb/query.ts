import type {
  Calculation,
  CalculationOp,
  Filter,
  Having,
  Order,
  QuerySpec,
} from "../../../cli/honeycomb/query_spec.ts";

/** A week: what a panel looks at, unless the board's own time says otherwise. */
const WEEK_SECONDS = 604_800;

/** Makes a calculation. */
export const calc = (op: CalculationOp, column?: string): Calculation => ({
  op,
  ...(column !== undefined && { column }),
});

/** Makes the condition that an event has a column. */
export const has = (column: string): Filter => ({ column, op: "exists" });

/** Makes the condition that a column has a value. */
export const is = (column: string, value: string | boolean): Filter => ({
  column,
  op: "=",
  value,
});

/**
 * Makes a query. Its groups come in the order of the first calculation, the
 * largest first, unless it says otherwise; a heatmap has no order.
 *
 * @param filters Which events.
 * @param calculations What is made of them.
 * @param rest What the groups are, and which of them.
 * @returns The query.
 */
export function query(
  filters: readonly Filter[],
  calculations: readonly Calculation[],
  rest: {
    readonly breakdowns?: readonly string[];
    readonly havings?: readonly Having[];
    readonly orders?: readonly Order[];
    readonly limit?: number;
  } = {},
): QuerySpec {
  const [first] = calculations;
  const largest: Order[] = first === undefined || first.op === "HEATMAP" ||
      rest.breakdowns === undefined
    ? []
    : [{ ...first, order: "descending" }];
  const orders = rest.orders ?? largest;
  return {
    calculations,
    filters,
    ...rest,
    ...(orders.length > 0 && { orders }),
    time_range: WEEK_SECONDS,
  };
}
