import type { Span } from "../source/span.ts";
import type { SourceTokens } from "./source_tokens.ts";

/**
 * Reads the ledger of a turn or a run: two lists of the same length.
 *
 * @param span The span.
 * @param of Whose ledger it is: the attributes' names begin with it.
 * @returns The sources, the largest first; `undefined` where there is none, or
 * what there is makes no ledger.
 */
export function readLedger(
  { attributes }: Span,
  of: "turn" | "agent",
): readonly SourceTokens[] | undefined {
  const sources = attributes[`${of}.prompt.sources`];
  const tokens = attributes[`${of}.prompt.source_tokens`];
  if (!Array.isArray(sources) || !Array.isArray(tokens)) return undefined;
  if (sources.length === 0 || sources.length !== tokens.length) {
    return undefined;
  }
  const lines: SourceTokens[] = [];
  for (const [i, source] of sources.entries()) {
    const held: unknown = tokens[i];
    if (typeof source !== "string" || !isTokens(held)) return undefined;
    lines.push({ source, tokens: held });
  }
  return lines;
}

function isTokens(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The tokens of all lines. */
export function ledgerSum(lines: readonly SourceTokens[]): number {
  return lines.reduce((sum, { tokens }) => sum + tokens, 0);
}
