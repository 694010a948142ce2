import { readBytes } from "./_bytes.ts";

/** Longer than any line that an exporter writes; a guard, not a limit. */
const LONGEST_LINE = 256 * 1024 * 1024;

/** How a file begins. */
export interface FileStart {
  /** Its first bytes, unpacked. */
  readonly bytes: Uint8Array;
  /** The encoding that it seems to have. */
  readonly encoding: string;
}

/** What JSON begins with, a blank line or a space before it included. */
const FIRST = new Set([..."{[ \t\r\n"].map((char) => char.charCodeAt(0)));

/**
 * Names the encoding of a file by how it begins: PowerShell's `>` writes UTF-16
 * with a byte order mark. Without a mark, JSON begins with an ASCII character.
 */
function encodingOf([a = 0, b = 0]: Uint8Array): string {
  if ((a === 0xff && b === 0xfe) || (FIRST.has(a) && b === 0)) {
    return "utf-16le";
  }
  if ((a === 0xfe && b === 0xff) || (a === 0 && FIRST.has(b))) {
    return "utf-16be";
  }
  return "utf-8";
}

/** Lines that were read at a time. */
export interface Lines {
  /** The lines, without their ends; blank ones too, so that they count. */
  readonly lines: readonly string[];
  /** Whether {@linkcode isPlain} is true of all of them. */
  readonly arePlain: boolean;
}

/**
 * Whether a text is written as it is: no letter as `\u0061`, and no NUL, as a
 * power cut leaves them. A name that is in such a text can be found in it.
 */
export function isPlain(text: string): boolean {
  const isEscaped = text.includes("\\u00") && /\\u00[2-7]/.test(text);
  return !isEscaped && !text.includes("\0");
}

function linesOf(text: string): Lines {
  return { lines: text.split("\n"), arePlain: isPlain(text) };
}

/**
 * Reads a file line by line. A part of the file is held at a time, or a line
 * where that is longer.
 *
 * @param path The file.
 * @param onStart Called with how the file begins, before any line.
 * @returns The lines, some at a time.
 * @throws {RangeError} If a line is too long to be held.
 */
export async function* readLines(
  path: string,
  onStart: (start: FileStart) => void = () => {},
): AsyncGenerator<Lines> {
  let decoder: TextDecoder | undefined;
  let rest: string[] = [];
  let held = 0;
  let count = 1;
  for await (const chunk of readBytes(path)) {
    if (decoder === undefined) {
      const encoding = encodingOf(chunk);
      decoder = new TextDecoder(encoding);
      onStart({ bytes: chunk.slice(0, 4096), encoding });
    }
    const text = decoder.decode(chunk, { stream: true });
    const [start, end] = [text.indexOf("\n"), text.lastIndexOf("\n")];
    if (start >= 0) {
      yield linesOf(rest.join("") + text.slice(0, start));
      count++;
      if (end > start) {
        const whole = linesOf(text.slice(start + 1, end));
        yield whole;
        count += whole.lines.length;
      }
      rest = [];
      held = 0;
    }
    const last = text.slice(end + 1);
    rest.push(last);
    held += last.length;
    if (held > LONGEST_LINE) {
      throw new RangeError(`Cannot hold line ${count}: it is over 256 MB long`);
    }
  }
  const last = rest.join("") + (decoder?.decode() ?? "");
  if (last !== "") yield linesOf(last);
}
