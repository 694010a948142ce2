import type { Series } from "../result.ts";

/**
 * Names a series by what its spans have in common.
 *
 * @param series The series.
 * @returns Its name.
 */
export function seriesName({ labels }: Series): string {
  return Object.entries(labels).map(([key, value]) =>
    key === "p" ? `p${Math.round(Number(value) * 100)}` : value
  ).join(", ") || "all";
}
