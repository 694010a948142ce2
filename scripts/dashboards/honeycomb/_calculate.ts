import type { Calculation } from "../../../cli/honeycomb/query_spec.ts";
import type { Span } from "../../../turns/source/span.ts";
import { cell } from "./cell.ts";

/**
 * Makes one number of the spans of a group. A heatmap has no number of its own:
 * how many spans it holds is returned.
 */
export function calculate(
  { op, column = "" }: Calculation,
  spans: readonly Span[],
): number | undefined {
  if (op === "COUNT") return spans.length;
  const held = spans.map((span) => cell(span, column))
    .filter((value) => value !== undefined);
  if (op === "COUNT_DISTINCT") return new Set(held.map(String)).size;
  const numbers = held.filter((value) => typeof value === "number")
    .toSorted((a, b) => a - b);
  if (op === "HEATMAP") return numbers.length;
  if (numbers.length === 0) return undefined;
  const sum = numbers.reduce((total, one) => total + one, 0);
  switch (op) {
    case "SUM":
      return sum;
    case "AVG":
      return sum / numbers.length;
    case "MIN":
      return numbers[0];
    case "MAX":
      return numbers.at(-1);
    case "P50":
      return percentile(numbers, 0.5);
    case "P95":
      return percentile(numbers, 0.95);
  }
}

/** The smallest of them that so large a part of them does not exceed. */
function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.ceil(part * sorted.length) - 1]!;
}
