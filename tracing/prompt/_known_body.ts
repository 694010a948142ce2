import {
  findElements,
  findList,
  isNamedAgain,
  parseAt,
  type Range,
} from "../base/json_bytes.ts";
import { digestBytes, NO_BYTES } from "./_digest.ts";
import { isJson, type Json, parseJson } from "../base/json.ts";
import {
  type ConversationName,
  type PromptPart,
  readElement,
} from "./wire/read_request.ts";
import { startOf } from "./_start_of.ts";

/** A place of a body up to which it may be known again. */
interface Mark {
  readonly end: number;
  /** Of all bytes up to here. */
  readonly digest: number;
  /** How many pieces are of what stands before. */
  readonly pieces: number;
}

const NO_MARK: Mark = { end: 0, digest: NO_BYTES, pieces: 0 };

/** What a body holds beyond what is known. */
interface Continuation {
  /** How many pieces of the request before it begins with. */
  readonly pieces: number;
  /** The same in places: what stands before the conversation, and messages. */
  readonly places: number;
  /** What follows them. */
  readonly parts: readonly PromptPart[];
}

/**
 * A body that was read, as digests of its bytes: one of all that stands before
 * its conversation, one behind each element of that, and one of the rest.
 */
export class KnownBody {
  readonly #list: ConversationName;
  #marks: readonly Mark[];
  readonly #rest: number;

  private constructor(
    list: ConversationName,
    marks: readonly Mark[],
    rest: number,
  ) {
    this.#list = list;
    this.#marks = marks;
    this.#rest = rest;
  }

  /**
   * @param bytes The body.
   * @param value The same, parsed.
   * @param parts What it was read as.
   * @param pieces How many pieces were made of these.
   * @returns The body, or `undefined` where no list of elements is in it.
   */
  static of(
    bytes: Uint8Array,
    value: Json,
    parts: readonly PromptPart[],
    pieces: number,
  ): KnownBody | undefined {
    const name = Array.isArray(value.messages) ? "messages" : "input";
    const list = value[name];
    const start = findList(bytes, name);
    if (!Array.isArray(list) || start === undefined) return undefined;
    const found = findElements(bytes, start);
    // What is no object has no parts, and would shift the others' places.
    const isPlain = found?.elements.length === list.length &&
      list.every(isJson);
    if (found === undefined || !isPlain) return undefined;
    if (isNamedAgain(bytes, name, found.end)) return undefined;
    const sizes = new Array<number>(list.length).fill(0);
    let inside = 0;
    for (const { message } of parts) {
      if (message === undefined) continue;
      sizes[message.index]!++;
      inside++;
    }
    const digest = digestBytes(NO_BYTES, bytes.subarray(0, start));
    const first = { end: start, digest, pieces: pieces - inside };
    const rest = digestBytes(NO_BYTES, bytes.subarray(found.end));
    const marks = [first, ...marksOf(bytes, first, found.elements, sizes)];
    return new KnownBody(name, marks, rest);
  }

  /**
   * Reads a body that goes on from this one, which it then stands for.
   *
   * @param bytes The body.
   * @param text The same as a text, where there is one.
   * @returns What goes on; `undefined` where something else has changed.
   */
  readOn(
    bytes: Uint8Array,
    text: string | undefined,
  ): Continuation | undefined {
    const same = this.#countSame(bytes);
    const last = this.#marks[same - 1];
    const found = last && findElements(bytes, last.end);
    if (last === undefined || found === undefined) return undefined;
    const rest = digestBytes(NO_BYTES, bytes.subarray(found.end));
    if (rest !== this.#rest) return undefined;
    const elements = found.elements.map((range) => parse(bytes, text, range));
    if (!elements.every(isJson)) return undefined;
    const parts = elements.map((element, index) =>
      readElement(this.#list, element, same - 1 + index)
    );
    const sizes = parts.map(({ length }) => length);
    const added = marksOf(bytes, last, found.elements, sizes);
    this.#marks = startOf(this.#marks, same).concat(added);
    return { pieces: last.pieces, places: same, parts: parts.flat() };
  }

  /** How many marks there are up to which a body is the same. */
  #countSame(bytes: Uint8Array): number {
    const marks = this.#marks;
    // Nearly always all of them, which one pass shows.
    if (isSame(bytes, NO_MARK, marks.at(-1)!)) return marks.length;
    return marks.findIndex((mark, place) =>
      !isSame(bytes, marks[place - 1] ?? NO_MARK, mark)
    );
  }
}

/** The marks behind elements. */
function marksOf(
  bytes: Uint8Array,
  before: Mark,
  elements: readonly Range[],
  sizes: readonly number[],
): Mark[] {
  let mark = before;
  return elements.map(({ end }, index) => {
    const digest = digestBytes(mark.digest, bytes.subarray(mark.end, end));
    mark = { end, digest, pieces: mark.pieces + sizes[index]! };
    return mark;
  });
}

/** Whether a body that is the same up to one mark is so up to another. */
function isSame(
  bytes: Uint8Array,
  from: Mark,
  { end, digest }: Mark,
): boolean {
  return digestBytes(from.digest, bytes.subarray(from.end, end)) === digest;
}

function parse(
  bytes: Uint8Array,
  text: string | undefined,
  range: Range,
): unknown {
  // Where each character is one byte, their places are the same.
  const isAscii = bytes.length === text?.length;
  return isAscii
    ? parseJson(text.slice(range.start, range.end))
    : parseAt(bytes, range);
}
