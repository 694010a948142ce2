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

/**
 * Reads a file line by line, holding one line at a time.
 *
 * @param path The file.
 * @param onStart Called with how the file begins, before any line.
 * @returns The lines, without their ends; blank ones too, so that they count.
 * @throws {RangeError} If a line is too long to be held.
 */
export async function* readLines(
  path: string,
  onStart: (start: FileStart) => void = () => {},
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let rest: string[] = [];
  let held = 0;
  let count = 1;
  for await (const chunk of readBytes(path)) {
    if (decoder === undefined) {
      const encoding = encodingOf(chunk);
      decoder = new TextDecoder(encoding);
      onStart({ bytes: chunk.subarray(0, 4096), encoding });
    }
    const parts = decoder.decode(chunk, { stream: true }).split("\n");
    for (const part of parts.slice(0, -1)) {
      yield rest.join("") + part;
      rest = [];
      held = 0;
      count++;
    }
    const last = parts.at(-1) ?? "";
    rest.push(last);
    held += last.length;
    if (held > LONGEST_LINE) {
      throw new RangeError(`Cannot hold line ${count}: it is over 256 MB long`);
    }
  }
  const last = rest.join("") + (decoder?.decode() ?? "");
  if (last !== "") yield last;
}
