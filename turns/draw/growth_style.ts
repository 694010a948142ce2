import type { EarlierTurn } from "../model/turn_row.ts";
import type { Style } from "./format.ts";

/** What is known of a growth. */
export interface Growth {
  /** How many tokens the prompt had. */
  readonly promptTokens?: number | undefined;
  /** How many tokens more than the turn before. */
  readonly growthTokens?: number | undefined;
  /** The earlier turn that most of the prompt came in, where it is not this. */
  readonly cameIn?: EarlierTurn | undefined;
}

/** A prompt smaller than the largest by this factor is not what anybody seeks. */
const SMALL = 10;

/**
 * Says how a growth is stressed, wherever one is shown. What matters is what
 * made most of a prompt at once, in this turn or in an earlier one, unless that
 * prompt is small beside the largest: 155 tokens more may double a prompt, and
 * still do not matter next to 23,697.
 *
 * @param growth The growth.
 * @param largest The tokens of the largest prompt that is shown with it.
 * @returns The style; nothing where the growth does not matter.
 */
export function growthStyle(
  { promptTokens, growthTokens = 0, cameIn }: Growth,
  largest: number,
): Style | undefined {
  if (promptTokens === undefined || promptTokens * SMALL < largest) {
    return undefined;
  }
  const isMost = cameIn !== undefined || growthTokens * 2 > promptTokens;
  return isMost ? "yellow" : undefined;
}
