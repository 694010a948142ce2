import type { SourceTokens } from "./source_tokens.ts";

/** A turn, or a model call: what is known of its cost and its tokens. */
export interface PricedCall {
  /** What it cost, in dollars. */
  readonly costUsd?: number;
  /** What of it the reply cost, where that is told apart. */
  readonly outputCostUsd?: number;
  /** What of it the tokens cost that a cache held, likewise. */
  readonly cacheReadCostUsd?: number;
  /** Tokens of its prompt, cached ones included. */
  readonly promptTokens?: number;
  /** Tokens of its reply. */
  readonly outputTokens?: number;
  /** How many tokens of the prompt a cache held. */
  readonly cacheReadTokens?: number;
  /** The source of most of what was new in the prompt, and so not cached. */
  readonly grewBy?: string;
  /** How many tokens of it were new. */
  readonly grewByTokens?: number;
}

/**
 * Estimates what each source in a prompt cost.
 *
 * The call's cost is shared out by tokens. Where the proxy told the parts of it
 * apart, the prompt's part is shared by the tokens of the prompt, and that of
 * cached tokens by those that were cached. Which these were nobody says: a cache
 * holds the beginning of a prompt, so definitions are taken to be cached first,
 * then system text, then what is not new of the rest.
 *
 * @param call The call.
 * @param sources What its prompt held, by source.
 * @returns Dollars for each of them, in the same order, which add up to the
 * prompt's part of the cost where the sources add up to the prompt; `undefined`
 * where nobody knows the cost, or the tokens.
 */
export function sourceCosts(
  call: PricedCall,
  sources: readonly SourceTokens[],
): number[] | undefined {
  const { costUsd, outputCostUsd, cacheReadCostUsd } = call;
  const { promptTokens = 0, outputTokens = 0, cacheReadTokens = 0 } = call;
  if (costUsd === undefined || promptTokens <= 0) return undefined;
  const promptUsd = outputCostUsd === undefined
    ? costUsd * promptTokens / (promptTokens + outputTokens)
    : Math.max(0, costUsd - outputCostUsd);
  const cachedTokens = Math.min(cacheReadTokens, promptTokens);
  const freshTokens = promptTokens - cachedTokens;
  // Without a price of their own, cached tokens cost what the others do.
  const hasPrice = cacheReadCostUsd !== undefined &&
    outputCostUsd !== undefined &&
    cachedTokens > 0 && freshTokens > 0 && cacheReadCostUsd <= promptUsd;
  if (!hasPrice) {
    return sources.map(({ tokens }) => promptUsd * tokens / promptTokens);
  }
  const cached = cachedOf(sources, cachedTokens, call);
  return sources.map(({ tokens }, place) =>
    cacheReadCostUsd * cached[place]! / cachedTokens +
    (promptUsd - cacheReadCostUsd) * (tokens - cached[place]!) / freshTokens
  );
}

/** How many tokens of each source were probably cached. */
function cachedOf(
  sources: readonly SourceTokens[],
  cachedTokens: number,
  { grewBy, grewByTokens = 0 }: PricedCall,
): number[] {
  const cached = sources.map(() => 0);
  let left = cachedTokens;
  const fill = (room: (line: SourceTokens) => number) => {
    const rooms = sources.map((line, place) =>
      Math.max(0, room(line) - cached[place]!)
    );
    const all = rooms.reduce((sum, size) => sum + size, 0);
    const share = all === 0 ? 0 : Math.min(1, left / all);
    rooms.forEach((size, place) => cached[place]! += size * share);
    left -= all * share;
  };
  fill((line) => isDefinition(line) ? line.tokens : 0);
  fill((line) => isInstruction(line) ? line.tokens : 0);
  fill(({ source, tokens }) =>
    source === grewBy ? tokens - grewByTokens : tokens
  );
  fill(({ tokens }) => tokens);
  return cached;
}

function isDefinition({ source }: SourceTokens): boolean {
  return source.startsWith("tools:") || source === "vendor";
}

function isInstruction({ source }: SourceTokens): boolean {
  return source === "instructions" || source === "output_schema";
}
