import { compare } from "./_compare.ts";
import type { PromptClass } from "./piece.ts";
import type { ReadRequest } from "./request_reader.ts";
import { SourceSum } from "./sources.ts";

/** What made a prompt grow, and by how many bytes of UTF-8. */
export interface Growth {
  /** `<server>/<tool>`, `user`, `assistant`, `tools:<server>` and so on. */
  readonly source: string;
  /** Bytes that the request before did not hold, as sent. */
  readonly bytes: number;
}

/**
 * Finds the source of the most content that an earlier request did not hold.
 *
 * @param before The request before.
 * @param now The request.
 * @returns Of equals the first in the request; `undefined` if nothing is new.
 */
export function grownFrom(
  before: ReadRequest,
  now: ReadRequest,
): Growth | undefined {
  const sum = newOf(before, now, (place) => now.pieces[place]!.bytes);
  const { largest } = sum;
  return largest && { source: largest.source, bytes: largest.tokens };
}

/**
 * The tokens of a source that an earlier request did not hold.
 *
 * @param before The request before.
 * @param now The request.
 * @param options Which source, and the tokens of each piece of the request.
 * @returns Their sum.
 */
export function newTokens(
  before: ReadRequest,
  now: ReadRequest,
  { source, tokens }: {
    readonly source: string;
    readonly tokens: readonly number[];
  },
): number {
  return newOf(before, now, (place) => tokens[place]!).tokensOf(source);
}

function newOf(
  before: ReadRequest,
  now: ReadRequest,
  sizeOf: (place: number) => number,
): SourceSum {
  const sum = new SourceSum();
  const { places } = compare(before.pieces, now.pieces);
  for (let place = 0; place < places.length; place++) {
    if (places[place]! >= 0) continue;
    sum.add(now.pieces[place]!.source, sizeOf(place));
  }
  return sum;
}

/** The bytes of UTF-8 of a request's four classes. */
export function sizesOf({ pieces }: ReadRequest): Record<PromptClass, number> {
  const sizes = { instructions: 0, tools: 0, messages: 0, results: 0 };
  for (const piece of pieces) sizes[piece.class] += piece.bytes;
  return sizes;
}

const BUCKETS: readonly (readonly [number, string])[] = [
  [1_000, "<1k"],
  [2_000, "1k-2k"],
  [4_000, "2k-4k"],
  [8_000, "4k-8k"],
  [16_000, "8k-16k"],
  [32_000, "16k-32k"],
  [64_000, "32k-64k"],
  [128_000, "64k-128k"],
];

/**
 * The value of `turn.prompt.size_bucket`, for backends that search by equality
 * only. The lower bound is inside.
 */
export function sizeBucket(tokens: number): string {
  return BUCKETS.find(([end]) => tokens < end)?.[1] ?? ">=128k";
}
