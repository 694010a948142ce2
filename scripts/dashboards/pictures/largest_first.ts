import type { Bar } from "./draw_bars.ts";
import { sizeOrder } from "./size_order.ts";

/**
 * Puts bars in order: the largest first, but classes of sizes in their own.
 *
 * @param bars The bars.
 * @returns The same bars, in order.
 */
export function largestFirst(bars: readonly Bar[]): Bar[] {
  const sized = bars.every(({ label }) => sizeOrder(label) !== undefined);
  return bars.toSorted((a, b) =>
    sized
      ? (sizeOrder(a.label) ?? 0) - (sizeOrder(b.label) ?? 0)
      : b.value - a.value
  );
}
