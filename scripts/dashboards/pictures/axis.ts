/**
 * Round numbers from 0 to at least the largest one, for the lines of a chart.
 *
 * @param largest The largest number of the chart.
 * @returns The numbers, from 0 up.
 */
export function axis(largest: number): number[] {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power *
    ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from(
    { length: count + 1 },
    (_, index) => Number((index * step).toPrecision(6)),
  );
}
