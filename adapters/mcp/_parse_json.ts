import { McpConfigError } from "./config_error.ts";

const SPACE = /[ \t\r\n]*/y;
// deno-lint-ignore no-control-regex -- JSON forbids these in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
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
      ? "the text ends"
      : `found ${
        JSON.stringify(String.fromCodePoint(json.codePointAt(offset) ?? 0))
      }`;
    throw new McpConfigError(
      source,
      `line ${line}, column ${column} is not JSON: ${found} where something else must follow`,
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
    if (this.#value()) this.#skip(SPACE);
    return this.#offset;
  }

  /** Moves past a value; stays at the error where there is one. */
  #value(): boolean {
    this.#skip(SPACE);
    if (this.#skipCharacter("{")) return this.#items("}", () => this.#member());
    if (this.#skipCharacter("[")) return this.#items("]", () => this.#value());
    return this.#skip(STRING) || this.#skip(OTHER);
  }

  #member(): boolean {
    this.#skip(SPACE);
    if (!this.#skip(STRING)) return false;
    this.#skip(SPACE);
    return this.#skipCharacter(":") && this.#value();
  }

  #items(close: string, item: () => boolean): boolean {
    this.#skip(SPACE);
    if (this.#skipCharacter(close)) return true;
    do {
      if (!item()) return false;
      this.#skip(SPACE);
    } while (this.#skipCharacter(","));
    return this.#skipCharacter(close);
  }

  #skipCharacter(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false;
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
