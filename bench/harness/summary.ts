import type { SuiteResult, WayResult } from "./results.ts";

/** What one way came to, in one figure. */
export interface Summary {
  /** The way. */
  readonly way: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** How many times as much as the reference, in the median round. */
  readonly ratio?: number;
  /** What it takes more than the bare way, in the median round. */
  readonly added?: number;
  /** How many times as much as the reference adds. */
  readonly addedRatio?: number;
}

/**
 * Takes the value in the middle.
 *
 * @param values The values.
 * @returns It, between the two in the middle where their number is even; `NaN`
 * where there are none.
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1
    ? upper
    : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * Compares the ways of a suite by one figure. A ratio and what a way adds are
 * taken within each round first, since the ways of a round met the same machine.
 *
 * @param suite What was measured.
 * @param key The figure.
 * @returns One summary for each way that has the figure.
 */
export function summarize(suite: SuiteResult, key: string): Summary[] {
  const shows = suite.figures.find((figure) => figure.key === key)?.added;
  const reference = valuesOf(suite, suite.reference, key);
  const bare = shows ? valuesOf(suite, suite.bare, key) : undefined;
  const addedBy = (values: readonly number[]) =>
    bare && median(values.map((value, round) => value - bare[round]!));
  const referenceAdds = reference && addedBy(reference);
  return suite.ways.flatMap(({ name, values: { [key]: values } }) => {
    if (values === undefined) return [];
    const added = name === suite.bare ? undefined : addedBy(values);
    return [{
      way: name,
      median: median(values),
      lowest: Math.min(...values),
      highest: Math.max(...values),
      ...(reference && { ratio: medianRatio(values, reference) }),
      ...(added !== undefined && { added }),
      ...(added !== undefined && referenceAdds &&
        { addedRatio: added / referenceAdds }),
    }];
  });
}

function medianRatio(
  values: readonly number[],
  reference: readonly number[],
): number {
  return median(values.map((value, round) => value / reference[round]!));
}

function valuesOf(
  { ways }: { readonly ways: readonly WayResult[] },
  way: string | undefined,
  key: string,
): readonly number[] | undefined {
  return ways.find(({ name }) => name === way)?.values[key];
}
