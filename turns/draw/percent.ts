/**
 * Writes a share.
 *
 * @param part The part.
 * @param whole What it is a part of.
 * @returns For example `84 %`; `<1 %` of what is there and rounds to nothing.
 */
export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : 100 * part / whole;
  if (part > 0 && share < 0.5) return "<1 %";
  // All but a little is not all.
  if (part < whole && share >= 99.5) return ">99 %";
  return `${share.toFixed(0)} %`;
}
