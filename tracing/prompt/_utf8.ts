const encoder = new TextEncoder();

/** Bytes of memory that are kept at most. */
const KEPT = 2 ** 21;

let memory = new Uint8Array(0);

/**
 * Encodes a text in UTF-8, in memory that is used again: to make it anew takes
 * ten times as long as to encode a request, and a process has many.
 *
 * @param text The text.
 * @returns Its bytes, until the next call.
 */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  const { length } = text;
  // ASCII has a byte for each code unit, and nothing more than three.
  return encoded(text, length) ?? encoded(text, 3 * length) ??
    encoder.encode(text);
}

/** Encodes a text in so many bytes, if that is enough. */
function encoded(
  text: string,
  size: number,
): Uint8Array<ArrayBuffer> | undefined {
  if (size > KEPT) return undefined;
  if (size > memory.length) {
    memory = new Uint8Array(2 ** Math.ceil(Math.log2(size)));
  }
  const { read, written } = encoder.encodeInto(text, memory);
  return read === text.length ? memory.subarray(0, written) : undefined;
}
