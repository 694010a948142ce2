/**
 * Tells what the numbers of an attribute, or of a calculation of one, are.
 *
 * @param name The attribute or calculation.
 * @returns The unit as Grafana names it, or `undefined` for a plain number.
 */
export function unitOf(name: string): string | undefined {
  if (/cost\.total/.test(name)) return "currencyUSD";
  if (/tool\.result\.size/.test(name)) return "decbytes";
  if (/duration_ms/.test(name)) return "ms";
  return /time_to_first_chunk/.test(name) ? "s" : undefined;
}
