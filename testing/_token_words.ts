import type { Ledger } from "./_ledgers_in.ts";

/** Sources that a line names. */
const MOST_NAMED = 5;

/** Writes a number so that it can be read: `23,747`. */
export function tokensInWords(tokens: number): string {
  return tokens.toLocaleString("en-US");
}

/** Writes what a prompt is made of in a line, with the share of each source. */
export function madeOf({ tokens, sources }: Ledger): string {
  const listed = [...sources].reduce((sum, [, size]) => sum + size, 0);
  const all = Math.max(tokens ?? 0, listed);
  // The ledger of a turn is of its first call.
  const lines = [...sources, ["unknown", all - listed] as const]
    .filter(([, size]) => size > 0);
  const named = lines.slice(0, MOST_NAMED).map(([source, size]) =>
    `${source} ${tokensInWords(size)} (${Math.round(100 * size / all)} %)`
  );
  const more = lines.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
