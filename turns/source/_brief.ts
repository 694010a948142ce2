/** A string, as JSON has it. */
const TEXT = String
  .raw`"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\0-\x1f]*)*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
/** A list of objects, behind its bracket: a comma has another one behind it. */
const listOf = (item: string) => String.raw`(?:${item}(?:,(?=\{)|(?=\])))*\]`;
/** A value of an attribute. */
const SIMPLE = String.raw`\{"\w+":(?:${TEXT}|${NUMBER}|true|false)\}`;
const LIST = String.raw`\{"arrayValue":\{"values":\[${listOf(SIMPLE)}\}\}`;
const VALUE = `(?:${SIMPLE}|${LIST})`;
const ATTRIBUTE = String.raw`\{"key":${TEXT},"value":${VALUE}\}`;
/** Members of a span behind its attributes, and what little they may hold. */
const MEMBER = String
  .raw`"(?:dropped\w+Count|events|links|status|traceState|flags)":(?:\d+|""|\[\]|\{(?:"code":\d)?\})`;
/** What is behind the beginning of a span's attributes, to the span's end. */
const REST = new RegExp(
  String.raw`${listOf(ATTRIBUTE)}(?:,${MEMBER})*\}$`,
  "y",
);

/** Of a longer span the expressions would need too large a stack. */
const LONGEST = 64 * 1024;

/** What stands between what a span is and what it says. */
export const ATTRIBUTES = ',"attributes":[';

/**
 * Shortens the JSON of spans to some of their attributes: to parse a span takes
 * far longer than to look through its text.
 */
export class Brief {
  readonly #wanted: RegExp;

  /**
   * Constructs a new instance.
   *
   * @param names The names of the attributes.
   */
  constructor(names: readonly string[]) {
    const keys = names.map((name) => RegExp.escape(name)).join("|");
    this.#wanted = new RegExp(
      String.raw`\{"key":"(?:${keys})","value":${VALUE}\}`,
      "g",
    );
  }

  /**
   * Shortens a span's JSON to what stands before its attributes, and to those
   * that are wanted.
   *
   * @param json The JSON, in which no letter of a name is escaped.
   * @returns JSON where `json` is, and only there; `undefined` where that cannot
   * be said of it, since it is not written as most exporters write it.
   */
  of(json: string): string | undefined {
    const before = json.length > LONGEST ? -1 : json.indexOf(ATTRIBUTES);
    if (before < 0) return undefined;
    const start = before + ATTRIBUTES.length;
    REST.lastIndex = start;
    if (!REST.test(json)) return undefined;
    const wanted = json.slice(start).match(this.#wanted) ?? [];
    return `${json.slice(0, start)}${wanted.join(",")}]}`;
  }
}
