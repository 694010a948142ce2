import { McpConfigError } from "./config_error.ts";

const SPACE = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const OTHER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Parses JSON.
 *
 * @throws {McpConfigError} If it is none, with the line and the column.
 */
export function parseJson(text: string, source: string): unknown {
  // Some editors put a byte order mark in front, which is no error.
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch (cause) {
    const offset = new JsonScanner(json).errorOffset();
    const lines = json.slice(0, offset).split("\n");
    const line = lines.length;
    const column = (lines.at(-1) ?? "").length + 1;
    const found = offset >= json.length
      ? "unexpected end of the file"
      : `unexpected ${
        JSON.stringify(String.fromCodePoint(json.codePointAt(offset) ?? 0))
      }`;
    throw new McpConfigError(
      source,
      `line ${line}, column ${column} is not JSON: ${found}`,
      { place: `${line}:${column}`, cause },
    );
  }
}

/**
 * Finds where a text stops being JSON: `JSON.parse` gives the position of some
 * errors only.
 */
class JsonScanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The offset of the first character that is wrong. */
  errorOffset(): number {
    /** How each list and object ends that is open: a text may nest deeply. */
    const ends: string[] = [];
    let isEmpty = false;
    while (true) {
      this.#skip(SPACE);
      if (isEmpty && this.#skipCharacter(ends.at(-1))) ends.pop();
      else {
        if (ends.at(-1) === "}" && !this.#key()) break;
        const end = this.#opened();
        isEmpty = end !== undefined;
        if (end !== undefined) {
          ends.push(end);
          continue;
        }
        if (!this.#string() && !this.#skip(OTHER)) break;
      }
      isEmpty = false;
      if (!this.#goesOn(ends)) break;
    }
    return this.#offset;
  }

  /** Moves past what ends with a value; tells whether another has to follow. */
  #goesOn(ends: string[]): boolean {
    while (true) {
      this.#skip(SPACE);
      if (ends.length === 0) return false;
      if (this.#skipCharacter(",")) return true;
      if (!this.#skipCharacter(ends.at(-1))) return false;
      ends.pop();
    }
  }

  /** How what begins here ends, where that is a list or an object. */
  #opened(): string | undefined {
    if (this.#skipCharacter("{")) return "}";
    return this.#skipCharacter("[") ? "]" : undefined;
  }

  #key(): boolean {
    if (!this.#string()) return false;
    this.#skip(SPACE);
    if (!this.#skipCharacter(":")) return false;
    this.#skip(SPACE);
    return true;
  }

  /** Moves past a string, or stays at its beginning where it is none. */
  #string(): boolean {
    const start = this.#offset;
    if (!this.#skipCharacter('"')) return false;
    while (!this.#skipCharacter('"')) {
      // JSON forbids control characters in a string.
      const isPlain = (this.#text[this.#offset] ?? "") >= " " &&
        this.#text[this.#offset] !== "\\";
      if (isPlain) this.#offset++;
      else if (!this.#skip(ESCAPE)) {
        this.#offset = start;
        return false;
      }
    }
    return true;
  }

  #skipCharacter(character: string | undefined): boolean {
    if (character === undefined || this.#text[this.#offset] !== character) {
      return false;
    }
    this.#offset++;
    return true;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text);
    if (match === null) return false;
    this.#offset = pattern.lastIndex;
    return true;
  }
}
