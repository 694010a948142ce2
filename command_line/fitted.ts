/** Columns where nothing says how wide the terminal is, and the most that are used. */
const MOST_COLUMNS = 80;

/** Columns below which a line is better broken by the terminal. */
const LEAST_COLUMNS = 40;

/** Columns that a text behind a term needs; with fewer it stands below. */
const LEAST_TEXT = 20;

/** Where it then begins. */
const BELOW = 6;

/** What stands in its own column before a text, with a space on both sides. */
const TERM = /^ +\S.* {2}(?=\S)/;

/** A line that is meant to be typed. */
const TYPED = /^ {2,}deno /;

/**
 * Fills the lines of a text, which break between words, so that they fit a
 * terminal. What goes on stands below where its text began: behind the last
 * column of a row of a table, and behind the indentation of any other line. A
 * command line goes on with a backslash, so that it can be copied.
 *
 * @param text The text. Lines with no indentation are one paragraph, up to the
 * next that is indented or empty.
 * @param columns How wide the terminal is; 80 and more are the same, 0 is none.
 * @returns The text.
 */
export function fitted(text: string, columns = MOST_COLUMNS): string {
  const width = columns === 0
    ? MOST_COLUMNS
    : Math.min(Math.max(columns, LEAST_COLUMNS), MOST_COLUMNS);
  const lines = text.replaceAll(/(?<=^\S.*)\n(?=\S)/gm, " ").split("\n");
  return lines.map((line) => brokenLine(line, width)).join("\n");
}

function brokenLine(line: string, width: number): string {
  if (line.length <= width) return line;
  if (TYPED.test(line)) return filled(line, line.search(/\S/), width, " \\");
  const [term] = TERM.exec(line) ?? [];
  if (term === undefined) return filled(line, line.search(/\S/), width);
  if (width - term.length >= LEAST_TEXT) {
    return filled(line, term.length, width);
  }
  const below = " ".repeat(BELOW) + line.slice(term.length);
  return `${term.trimEnd()}\n${filled(below, BELOW, width)}`;
}

/** Breaks what a line has behind its indentation; `end` says that it goes on. */
function filled(line: string, indent: number, width: number, end = ""): string {
  const room = width - indent - end.length;
  const lines: string[] = [];
  // What is quoted in a command line is one word.
  const words = end === ""
    ? line.slice(indent).split(" ")
    : line.match(/"[^"]*"|\S+/g) ?? [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || longer.length > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return line.slice(0, indent) + lines.join(`${end}\n${" ".repeat(indent)}`);
}
