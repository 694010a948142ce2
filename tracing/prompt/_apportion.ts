/**
 * Shares a whole number out in whole numbers, by weight: each gets what is whole
 * of its share, and those with the largest remainders one more; of equal
 * remainders the first ("largest remainder method").
 *
 * @param total What to share out: 0 or more.
 * @param weights One each: 0 or more. Where all are 0, they count alike.
 * @returns One whole number each, which add up to `total`; none for none.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  let sum = 0;
  for (const weight of weights) sum += weight;
  const exact = weights.map((weight) =>
    sum > 0 ? total * (weight / sum) : total / weights.length
  );
  const shares = exact.map(Math.floor);
  let left = total;
  for (const share of shares) left -= share;
  if (left <= 0) return shares;
  const byRemainder = exact.map((_, place) => place).sort((one, other) =>
    (exact[other]! - shares[other]!) - (exact[one]! - shares[one]!)
  );
  for (const place of byRemainder) {
    if (left-- <= 0) break;
    shares[place]!++;
  }
  return shares;
}
