import type { FileBytes, Part } from "./_file_bytes.ts";

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
  /**
   * Where the next line begins in the file; not where the last of these may go
   * on, or is not written in UTF-8.
   */
  readonly end?: number | undefined;
}

/**
 * Whether a text is written as it is: no letter as `\u0061`, and no NUL, as a
 * power cut leaves them. A name that is in such a text can be found in it.
 */
export function isPlain(text: string): boolean {
  const isEscaped = text.includes("\\u00") && /\\u00[2-7]/.test(text);
  return !isEscaped && !text.includes("\0");
}

function linesOf(text: string, end?: number): Lines {
  return { lines: text.split("\n"), arePlain: isPlain(text), end };
}

/** Begins to decode a part of a file; its middle is read where it is UTF-8. */
function decoderOf(
  chunk: Uint8Array,
  { start }: Part,
  onStart: (start: FileStart) => void,
): TextDecoder {
  if (start > 0) return new TextDecoder("utf-8", { ignoreBOM: true });
  const encoding = encodingOf(chunk);
  onStart({ bytes: chunk.slice(0, 4096), encoding });
  return new TextDecoder(encoding);
}

/** The beginning of a line, whose end was not yet read. */
class Begun {
  #texts: string[] = [];
  #length = 0;

  add(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
  }

  take(): string {
    const text = this.#texts.join("");
    this.#texts = [];
    this.#length = 0;
    return text;
  }

  get isTooLong(): boolean {
    return this.#length > LONGEST_LINE;
  }
}

/** What ends a line, in UTF-8. */
const NEWLINE = 10;

/**
 * Reads a file line by line. A part of the file is held at a time, or a line
 * where that is longer.
 *
 * @param file The file.
 * @param part Which part of it.
 * @param onStart Called with how the file begins, before any line.
 * @returns The lines, some at a time.
 * @throws {RangeError} If a line is too long to be held.
 */
export async function* readLines(
  file: FileBytes,
  part: Part,
  onStart: (start: FileStart) => void,
): AsyncGenerator<Lines> {
  let decoder: TextDecoder | undefined;
  const begun = new Begun();
  let { start: at, line } = part;
  for await (const chunk of file.read(part)) {
    decoder ??= decoderOf(chunk, part, onStart);
    const isUtf8 = decoder.encoding === "utf-8";
    const text = decoder.decode(chunk, { stream: true });
    const [first, last] = [text.indexOf("\n"), text.lastIndexOf("\n")];
    if (first >= 0) {
      const end = isUtf8 ? at + chunk.indexOf(NEWLINE) + 1 : undefined;
      yield linesOf(begun.take() + text.slice(0, first), end);
      line++;
    }
    if (last > first) {
      const end = isUtf8 ? at + chunk.lastIndexOf(NEWLINE) + 1 : undefined;
      const whole = linesOf(text.slice(first + 1, last), end);
      yield whole;
      line += whole.lines.length;
    }
    begun.add(text.slice(last + 1));
    if (begun.isTooLong) {
      throw new RangeError(`Cannot hold line ${line}: it is over 256 MB long`);
    }
    at += chunk.length;
  }
  const rest = begun.take() + (decoder?.decode() ?? "");
  if (rest !== "") yield linesOf(rest);
}
