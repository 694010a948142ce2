import { CHUNK } from "./_digest.ts";
import type { Piece } from "./piece.ts";

/** What a request has in common with one before it. */
export interface Comparison {
  /** How many pieces both begin with. */
  readonly prefix: number;
  /** For each piece its place in the request before; -1 for a new one. */
  readonly places: readonly number[];
  /** The places of pieces of the request before that have left. */
  readonly left: readonly number[];
}

/**
 * Compares a request with one before it, piece by piece: one that is there as
 * often as before has stayed, wherever it stands.
 *
 * @param before The pieces of the request before.
 * @param now The pieces of the request.
 * @returns What both have in common.
 */
export function compare(
  before: readonly Piece[],
  now: readonly Piece[],
): Comparison {
  const prefix = commonLength(before, now, isSame);
  if (prefix === before.length) {
    // Nearly always: it goes on from there.
    const places = now.map((_, place) => place < prefix ? place : -1);
    return { prefix, places, left: [] };
  }
  const byDigest = new Map<number, number[]>();
  // From the end, so that the first place of several is the last of a list.
  for (let place = before.length - 1; place >= prefix; place--) {
    const { digest } = before[place]!;
    const places = byDigest.get(digest);
    if (places === undefined) byDigest.set(digest, [place]);
    else places.push(place);
  }
  const places = now.map(({ digest }, place) =>
    place < prefix ? place : byDigest.get(digest)?.pop() ?? -1
  );
  const left = [...byDigest.values()].flat();
  return { prefix, places, left };
}

/**
 * How much of a piece is the beginning of another, as far as their chunks show.
 *
 * @param before The piece before.
 * @param now The piece.
 * @returns A share, from 0 to 1.
 */
export function commonShare(before: Piece, now: Piece): number {
  if (before.kind !== now.kind || now.length === 0) return 0;
  const chunks = commonLength(before.chunks, now.chunks, (a, b) => a === b);
  return chunks * CHUNK / now.length;
}

function isSame(one: Piece, other: Piece): boolean {
  return one === other || one.digest === other.digest;
}

function commonLength<T>(
  before: ArrayLike<T>,
  now: ArrayLike<T>,
  isEqual: (one: T, other: T) => boolean,
): number {
  const end = Math.min(before.length, now.length);
  let length = 0;
  while (length < end && isEqual(before[length]!, now[length]!)) length++;
  return length;
}
