import type { Span } from "../../../turns/source/span.ts";

/** Seconds that a step of a chart has. */
const STEP_S = 1;

/**
 * Names the steps of a chart over all of the spans by when each begins, from
 * the first span on.
 *
 * @param spans The spans of the chart.
 * @returns A name a step.
 */
export function stepsOf(spans: readonly Span[]): string[] {
  const starts = spans.map(({ startMs }) => startMs);
  const seconds = (Math.max(...starts) - Math.min(...starts)) / 1000;
  return Array.from(
    { length: Math.max(1, Math.ceil(seconds / STEP_S)) },
    (_, step) => `${step * STEP_S} s`,
  );
}
