import type { Calculation } from "../../../cli/honeycomb/query_spec.ts";

/**
 * Names a calculation as Honeycomb's results do.
 *
 * @param calculation The calculation.
 * @returns Its name, such as `MAX(duration_ms)` or `COUNT`.
 */
export function calculationName({ op, column }: Calculation): string {
  return column === undefined ? op : `${op}(${column})`;
}
