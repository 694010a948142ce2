/** Tells what the numbers of an attribute, or of a calculation of one, are. */
export function unitOf(name: string): string | undefined {
  if (/cost\.total/.test(name)) return "currencyUSD";
  if (/tool\.result\.size/.test(name)) return "decbytes";
  if (/duration_ms/.test(name)) return "ms";
  return /time_to_first_chunk/.test(name) ? "s" : undefined;
}
