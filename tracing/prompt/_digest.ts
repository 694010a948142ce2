/**
 * Digests, by which a run knows again what it was sent without keeping it. They
 * have 53 bits, begin with a number that is drawn anew in each process, and
 * never leave it.
 *
 * @module
 */

/** Code units of a text that have a digest of their own. */
export const CHUNK = 64;

/** What is known of a text that is not kept. */
export interface TextDigest {
  /** Tells it from other texts. */
  readonly digest: number;
  /** One for each whole {@linkcode CHUNK} of it, of all up to its end. */
  readonly chunks: readonly number[];
}

const [SEED_A = 0, SEED_B = 0] = crypto.getRandomValues(new Int32Array(2));
// Two odd numbers with bits set throughout (those of xxHash).
const PRIME_A = 0x85ebca77;
const PRIME_B = 0xc2b2ae3d;

/** Those of short texts, of which there are many. */
const NO_CHUNKS: number[] = [];

/**
 * Digests a text.
 *
 * @param text The text.
 * @param kind What it is: the same text of another kind has another digest.
 * @returns Its digests.
 */
export function digestText(text: string, kind: string): TextDigest {
  let a = SEED_A ^ kind.length;
  let b = Math.imul(SEED_B ^ kind.charCodeAt(0), PRIME_B);
  const count = Math.floor(text.length / CHUNK);
  const chunks = count === 0 ? NO_CHUNKS : new Array<number>(count);
  let chunk = 0;
  for (let place = 0; place < text.length;) {
    const end = Math.min(place + CHUNK, text.length);
    for (; place < end; place++) {
      const code = text.charCodeAt(place);
      a = Math.imul(a ^ code, PRIME_A);
      b = Math.imul(b ^ code, PRIME_B);
      b ^= b >>> 15;
    }
    if (chunk < count) chunks[chunk++] = a ^ b;
  }
  // Two numbers of 32 bits as one that a `number` holds exactly.
  const digest = (b & 0x1fffff) * 2 ** 32 + ((a ^ (a >>> 13)) >>> 0);
  return { digest, chunks };
}

/** The digest of bytes up to some place, from which it can be gone on with. */
export interface BytesDigest {
  readonly a: number;
  readonly b: number;
}

/** The digest of no bytes. */
export const NO_BYTES: BytesDigest = { a: SEED_A, b: SEED_B };

/**
 * Goes on with a digest of bytes. Where it is taken up in another place, it is
 * another digest.
 *
 * @param before The digest so far.
 * @param view What the bytes stand in.
 * @param start The first of them.
 * @param end Behind the last.
 * @returns The digest of all up to `end`.
 */
export function digestBytes(
  before: BytesDigest,
  view: DataView,
  start: number,
  end: number,
): BytesDigest {
  let { a, b } = before;
  let place = start;
  for (; place + 4 <= end; place += 4) {
    const word = view.getUint32(place, true);
    a = Math.imul(a ^ word, PRIME_A);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, PRIME_B);
    b ^= b >>> 13;
  }
  for (; place < end; place++) {
    const byte = view.getUint8(place);
    a = Math.imul(a ^ byte, PRIME_A);
    b = Math.imul(b ^ byte, PRIME_B);
  }
  return { a, b };
}
