/** Longer than any line that an exporter writes; a guard, not a limit. */
const LONGEST_LINE = 256 * 1024 * 1024;

/**
 * Reads a file line by line, holding one line at a time.
 *
 * @param path The file.
 * @returns The lines, without their ends; blank ones too, so that they count.
 * @throws {RangeError} If a line is too long to be held.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const file = await Deno.open(path);
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256 * 1024);
  let rest: string[] = [];
  let held = 0;
  let count = 1;
  try {
    for (
      let n = await file.read(buffer);
      n !== null;
      n = await file.read(buffer)
    ) {
      const parts = decoder.decode(buffer.subarray(0, n), { stream: true })
        .split("\n");
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
        throw new RangeError(
          `Cannot hold line ${count}: it is over 256 MB long`,
        );
      }
    }
    const last = rest.join("") + decoder.decode();
    if (last !== "") yield last;
  } finally {
    file.close();
  }
}
