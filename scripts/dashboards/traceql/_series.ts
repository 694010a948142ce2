import type { Span } from "../../../turns/source/span.ts";
import type { Series } from "../result.ts";
import type { Metric } from "./_metric.ts";

/** The time that is looked at, in milliseconds, and in how many steps. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly steps: number;
}

/** The series of a metric, in the order of their labels. */
export function seriesOf(
  spans: readonly Span[],
  { labelsOf, measures }: Metric,
  { start, end, steps }: Range,
): Series[] {
  const width = (end - start) / steps;
  const stepOf = ({ startMs }: Span) =>
    Math.min(steps - 1, Math.max(0, Math.floor((startMs - start) / width)));
  const groups = new Map<string, [Record<string, string>, Span[]]>();
  for (const span of spans) {
    const labels = labelsOf(span);
    if (labels === undefined) continue;
    const key = JSON.stringify(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [labels, [span]]);
    else group[1].push(span);
  }
  return [...groups.values()].flatMap(([labels, members]) => {
    const places = Map.groupBy(members, width > 0 ? stepOf : () => 0);
    return measures.map((one) => ({
      labels: { ...labels, ...one.labels },
      values: Array.from({ length: steps }, (_, step) => {
        const held = places.get(step);
        return held && one.measure(held, width / 1e3);
      }),
    }));
  }).filter(hasValue).toSorted(byLabels);
}

/**
 * Keeps the `k` largest values of each step, or the smallest. A series that is
 * among them at one step only has no value at the others.
 */
export function topOf(
  series: readonly Series[],
  k: number,
  largest: boolean,
): Series[] {
  const sign = largest ? -1 : 1;
  const kept = series.map(({ values }) => values.map(() => false));
  for (const step of series[0]?.values.keys() ?? []) {
    series.map(({ values }, place) => ({ place, value: values[step] }))
      .filter(({ value }) => value !== undefined)
      .toSorted((a, b) => sign * (a.value! - b.value!))
      .slice(0, k)
      .forEach(({ place }) => kept[place]![step] = true);
  }
  return series.map(({ labels, values }, place) => ({
    labels,
    values: values.map((value, step) => kept[place]![step] ? value : undefined),
  })).filter(hasValue);
}

function hasValue({ values }: Series): boolean {
  return values.some((value) => value !== undefined);
}

/** By what they are grouped by, numbers in the order of numbers. */
function byLabels(a: Series, b: Series): number {
  const [left, right] = [a, b].map(({ labels }) =>
    Object.values(labels).join(" ")
  ) as [string, string];
  return left.localeCompare(right, "en", { numeric: true });
}
