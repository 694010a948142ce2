import type { KnownPrompt } from "./_allocate.ts";
import { commonShare, type Comparison } from "./_compare.ts";
import type { Piece } from "./piece.ts";

/** What a provider may have cached of a prompt, judged by the one before. */
export interface CacheUse {
  /** Tokens that it begins with, as the request before did. */
  readonly expectedTokens: number;
  /** What ended that beginning, unless it was the whole request before. */
  readonly brokenBy?: string;
}

/** What a cache holds of a prompt for another model. */
export const OTHER_MODEL: CacheUse = { expectedTokens: 0, brokenBy: "model" };

/**
 * Compares the beginning of a prompt with the request before.
 *
 * @param before The request before.
 * @param now The pieces of the request.
 * @param options What is known of both.
 * @returns What may have been cached.
 */
export function cacheUse(
  before: KnownPrompt,
  now: readonly Piece[],
  options: {
    readonly comparison: Comparison;
    /** The tokens of each piece. */
    readonly tokens: readonly number[];
    /** Whether the provider caches whole pieces only, as Claude's do. */
    readonly wholePieces: boolean;
  },
): CacheUse {
  const { comparison: { prefix, left }, tokens, wholePieces } = options;
  let expectedTokens = 0;
  for (let place = 0; place < prefix; place++) expectedTokens += tokens[place]!;
  const there = before.pieces[prefix];
  if (there === undefined) return { expectedTokens };
  const here = now[prefix];
  if (here !== undefined && !wholePieces) {
    const share = commonShare(there, here);
    expectedTokens += Math.floor(tokens[prefix]! * share);
  }
  // A piece that only moved back is not what changed.
  const isGone = here === undefined || left.includes(prefix);
  return { expectedTokens, brokenBy: (isGone ? there : here).source };
}
