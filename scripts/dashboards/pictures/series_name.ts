import type { Series } from "../result.ts";

/** Names a series by what its spans have in common. */
export function seriesName(series: Series, legend?: string): string {
  const parts = Object.entries(series.labels).map(([key, value]) =>
    key === "p" ? `p${Math.round(Number(value) * 100)}` : value
  );
  return [...(legend === undefined ? [] : [legend]), ...parts].join(", ") ||
    "all";
}
