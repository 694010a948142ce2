import { apportion } from "./_apportion.ts";
import type { Piece } from "./piece.ts";

/** What a reply is known to hold, for the request that sends it back. */
export interface ReplyTokens {
  /** All that were reported for it. */
  readonly output: number | undefined;
  /** Those of them that were spent on reasoning. */
  readonly reasoning: number | undefined;
  /** Whether it held any reasoning. */
  readonly hasReasoning: boolean;
}

/** A reply that a request sends back. */
interface SentReply {
  /** Its pieces in the request. */
  readonly pieces: readonly Piece[];
  /** What was reported of it, its output at least. */
  readonly reply: ReplyTokens;
  /** The tokens that are left for all new pieces. */
  readonly left: number;
  /** What the other new pieces weigh, where there are any. */
  readonly othersWeight: number | undefined;
}

/** The tokens of a reply's pieces. */
interface ReplyShare {
  readonly tokens: readonly number[];
  /** Whether they were counted, and none weighed. */
  readonly exact: boolean;
}

/**
 * Finds what a reply holds of the prompt that sends it back: its output, less
 * the reasoning that is not sent back. With no other new piece, it is what is
 * left.
 */
export function replyTokens(sent: SentReply): ReplyShare {
  const { pieces, reply, left, othersWeight } = sent;
  const output = reply.output ?? 0;
  const isReasoning = ({ kind }: Piece) => kind === "reasoning";
  const weights = pieces.map((piece) => isReasoning(piece) ? 0 : piece.weight);
  const weight = weights.reduce((all, one) => all + one, 0);
  const isSentBack = pieces.some(isReasoning);
  const isGuess = reply.reasoning === undefined &&
    (reply.hasReasoning || isSentBack);
  const reasoning = reply.reasoning ??
    (isGuess ? output - Math.min(output, Math.round(weight)) : 0);
  const visible = Math.max(0, output - reasoning);
  const wanted = left - (othersWeight ?? 0);
  // Whole or not at all, whichever leaves the others nearer their weight.
  const counts = isSentBack &&
    Math.abs(visible + reasoning - wanted) <= Math.abs(visible - wanted);
  const isAlone = othersWeight === undefined;
  const counted = isAlone && weight === 0
    ? left
    : counts
    ? Math.min(reasoning, isAlone ? left : reasoning)
    : 0;
  const shown = isAlone ? left - counted : visible;
  const texts = apportion(shown, weights);
  if (!isSentBack) return { tokens: texts, exact: isAlone || !isGuess };
  const thoughts = apportion(
    counted,
    pieces.map((piece) => isReasoning(piece) ? piece.weight : 0),
  );
  const tokens = pieces.map((piece, place) =>
    (isReasoning(piece) ? thoughts : texts)[place]!
  );
  return { tokens, exact: false };
}
