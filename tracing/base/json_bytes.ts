/**
 * Finds where values of a JSON text stand, in its bytes of UTF-8, without making
 * them. Of a text that is no JSON it finds some place or none: whoever asks has
 * parsed the text, or parses what was found.
 *
 * @module
 */

import { parseJson } from "./json.ts";

const decoder = new TextDecoder();

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Where a value stands: from `start` to before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the members of an object stand. */
export interface FoundMembers {
  /** Their values, by their names. */
  readonly values: ReadonlyMap<string, Range>;
  /** The elements of the list that was asked for; none where it is no list. */
  readonly elements: readonly Range[];
}

/**
 * Finds the members of an object, and the elements of one that is a list, in one
 * go over the text.
 *
 * @param bytes The text of the object.
 * @param list The name of the list.
 * @returns Where they stand; `undefined` where the text is no object.
 */
export function findMembers(
  bytes: Uint8Array,
  list: string,
): FoundMembers | undefined {
  const values = new Map<string, Range>();
  let elements: readonly Range[] = [];
  let place = skipBlanks(bytes, 0);
  if (bytes[place] !== OPEN_BRACE) return undefined;
  while (true) {
    const member = memberAt(bytes, place);
    if (member === undefined) break;
    const name = parseJson(textAt(bytes, member.name));
    if (typeof name !== "string") return undefined;
    const start = member.value;
    const isList = name === list && bytes[start] === OPEN_BRACKET;
    const found = isList ? findElements(bytes, start + 1) : undefined;
    if (name === list) elements = found?.elements ?? [];
    const end = found === undefined ? skipValue(bytes, start) : found.end + 1;
    values.set(name, { start, end });
    place = skipBlanks(bytes, end);
  }
  return bytes[place] === CLOSE_BRACE ? { values, elements } : undefined;
}

/**
 * Parses the value that stands somewhere.
 *
 * @param bytes The text.
 * @param range Where it stands.
 * @returns The value; `undefined` where there is none.
 */
export function parseAt(bytes: Uint8Array, range: Range): unknown {
  return parseJson(textAt(bytes, range));
}

function textAt(bytes: Uint8Array, { start, end }: Range): string {
  return decoder.decode(bytes.subarray(start, end));
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
  const start = skipBlanks(bytes, 0);
  if (bytes[start] !== OPEN_BRACE) return undefined;
  for (const member of membersFrom(bytes, start)) {
    if (!equals(member.name, key)) continue;
    return bytes[member.value] === OPEN_BRACKET ? member.value + 1 : undefined;
  }
  return undefined;
}

/**
 * Tells whether a member stands in an object once more, behind its list: of two
 * with one name the last counts.
 *
 * @param bytes The text of the object.
 * @param name The member's name.
 * @param end The place of the list's end.
 * @returns Whether another member has that name, or may have it.
 */
export function isNamedAgain(
  bytes: Uint8Array,
  name: string,
  end: number,
): boolean {
  const key = new TextEncoder().encode(`"${name}"`);
  for (const member of membersFrom(bytes, skipBlanks(bytes, end + 1))) {
    // With an escape in it, it may be any name.
    if (equals(member.name, key) || member.name.includes(BACKSLASH)) {
      return true;
    }
  }
  return false;
}

/** The members of an object, from the brace or the comma before one of them. */
function* membersFrom(
  bytes: Uint8Array,
  place: number,
): Generator<{ readonly name: Uint8Array; readonly value: number }> {
  while (true) {
    const member = memberAt(bytes, place);
    if (member === undefined) return;
    const { name: { start, end }, value } = member;
    yield { name: bytes.subarray(start, end), value };
    place = skipBlanks(bytes, skipValue(bytes, value));
  }
}

/** The member behind a brace or a comma: its name, and where its value begins. */
function memberAt(
  bytes: Uint8Array,
  place: number,
): { readonly name: Range; readonly value: number } | undefined {
  if (bytes[place] !== OPEN_BRACE && bytes[place] !== COMMA) return undefined;
  const start = skipBlanks(bytes, place + 1);
  if (bytes[start] !== QUOTE) return undefined;
  const end = skipString(bytes, start);
  const colon = skipBlanks(bytes, end);
  if (bytes[colon] !== COLON) return undefined;
  return { name: { start, end }, value: skipBlanks(bytes, colon + 1) };
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
  let isFirst = bytes[place - 1] === OPEN_BRACKET;
  for (let next = skipBlanks(bytes, place);; next = skipBlanks(bytes, next)) {
    if (bytes[next] === CLOSE_BRACKET) return { elements, end: next };
    if (!isFirst && bytes[next] !== COMMA) return undefined;
    const start = isFirst ? next : skipBlanks(bytes, next + 1);
    const end = skipValue(bytes, start);
    if (end === start || end > bytes.length) return undefined;
    elements.push({ start, end });
    isFirst = false;
    next = end;
  }
}

function skipBlanks(bytes: Uint8Array, place: number): number {
  while (isBlank(bytes[place])) place++;
  return place;
}

/** A space, the end of a line, a carriage return or a tab. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
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
