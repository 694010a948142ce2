/**
 * Finds where values of a JSON text stand, in its bytes of UTF-8, without making
 * them. Of a text that is no JSON it finds some place or none: whoever asks has
 * parsed the text, or parses what was found.
 *
 * @module
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Where an element of a list stands: from `start` to before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the list that is a member of an object.
 *
 * @param bytes The text of the object.
 * @param name The member's name, of characters that stand for themselves.
 * @returns The place behind the list's bracket; `undefined` where the object has
 * no such list.
 */
export function findList(bytes: Uint8Array, name: string): number | undefined {
  const key = new TextEncoder().encode(`"${name}"`);
  let place = skipBlanks(bytes, 0);
  if (bytes[place] !== OPEN_BRACE) return undefined;
  do {
    const start = skipBlanks(bytes, place + 1);
    if (bytes[start] !== QUOTE) return undefined;
    const end = skipString(bytes, start);
    const colon = skipBlanks(bytes, end);
    if (bytes[colon] !== COLON) return undefined;
    const value = skipBlanks(bytes, colon + 1);
    if (equals(bytes.subarray(start, end), key)) {
      return bytes[value] === OPEN_BRACKET ? value + 1 : undefined;
    }
    place = skipBlanks(bytes, skipValue(bytes, value));
  } while (bytes[place] === COMMA);
  return undefined;
}

/**
 * Finds the elements of a list, from one of them on.
 *
 * @param bytes The text.
 * @param place The place behind the list's bracket, or behind an element.
 * @returns The elements that follow, and the place of the list's end;
 * `undefined` where it has none.
 */
export function findElements(
  bytes: Uint8Array,
  place: number,
): { readonly elements: readonly Range[]; readonly end: number } | undefined {
  const elements: Range[] = [];
  for (let next = skipBlanks(bytes, place);; next = skipBlanks(bytes, next)) {
    if (bytes[next] === CLOSE_BRACKET) return { elements, end: next };
    const start = bytes[next] === COMMA ? skipBlanks(bytes, next + 1) : next;
    const end = skipValue(bytes, start);
    if (end === start || end > bytes.length) return undefined;
    elements.push({ start, end });
    next = end;
  }
}

function skipBlanks(bytes: Uint8Array, place: number): number {
  // Tab, line end, carriage return, space: all that is as small as a space.
  while (place < bytes.length && bytes[place]! <= 0x20) place++;
  return place;
}

/** The place behind the value that begins at a place. */
function skipValue(bytes: Uint8Array, place: number): number {
  let depth = 0;
  while (place < bytes.length) {
    const byte = bytes[place]!;
    if (byte === QUOTE) {
      place = skipString(bytes, place);
      if (depth === 0) return place;
      continue;
    }
    const closes = byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
    // A number or a word ends before what follows it.
    if (depth === 0 && (closes || byte === COMMA)) return place;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    place++;
    if (closes && --depth === 0) return place;
  }
  return place;
}

/** The place behind the string that begins at a place. */
function skipString(bytes: Uint8Array, place: number): number {
  for (place++; place < bytes.length; place++) {
    const byte = bytes[place];
    if (byte === BACKSLASH) place++;
    else if (byte === QUOTE) return place + 1;
  }
  return place;
}

function equals(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length &&
    one.every((byte, index) => byte === other[index]);
}
