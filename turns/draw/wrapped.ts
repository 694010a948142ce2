import { displayWidth } from "./format.ts";

/** Options for {@linkcode wrapped}. */
export interface WrapOptions {
  /** How wide lines may be; no line is broken when absent. */
  readonly columns?: number;
}

// deno-lint-ignore no-control-regex -- the styles of our own, which take no room
const STYLES = /\x1b\[\d+m/g;

const widthOf = (text: string) => displayWidth(text.replaceAll(STYLES, ""));

/**
 * Breaks lines between words, where they are wider than there is room. What a
 * line is indented by stays before each of its parts. A word that is wider than
 * a line stays whole, as it may be a path, which is to be copied.
 *
 * @param text Lines, styled or not, without other control characters.
 * @param options How much room there is.
 * @returns The lines.
 */
export function wrapped(text: string, { columns }: WrapOptions = {}): string {
  if (columns === undefined) return text;
  return text.split("\n").map((line) => wrappedLine(line, columns)).join("\n");
}

function wrappedLine(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  const [indent = ""] = /^ */.exec(line) ?? [];
  const lines: string[][] = [];
  let used = Infinity;
  // A share stays with its sign.
  for (const word of line.slice(indent.length).split(/ (?!%)/)) {
    const width = widthOf(word);
    used += 1 + width;
    if (used <= columns) lines.at(-1)?.push(word);
    else {
      lines.push([word]);
      used = indent.length + width;
    }
  }
  return lines.map((words) => (indent + words.join(" ")).trimEnd()).join("\n");
}
