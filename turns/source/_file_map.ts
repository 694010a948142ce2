import type { FileBytes, Part } from "./_file_bytes.ts";
import type { Lines } from "./_lines.ts";

/** Lines that were read at a time. */
interface Block {
  /** Where they end in the file. */
  readonly end: number;
  /** How many there are. */
  readonly lines: number;
  /** The marks of their traces; `undefined` where not all are known. */
  readonly marks: readonly number[] | undefined;
}

/** Short for an id, and of few others: a million ids take too much memory. */
const markOf = (traceId: string) => parseInt(traceId.slice(-7), 16);

/**
 * Where in a file the spans of which traces are, as one reading of it found:
 * another one, for some of the traces, then need not read all of it.
 */
export class FileMap {
  readonly #version: string;
  readonly #blocks: Block[] = [];

  /** Constructs a new instance, for a file that is about to be read. */
  constructor({ version }: FileBytes) {
    this.#version = version;
  }

  /** Whether it is of this file, to which nothing was written since. */
  isOf({ version }: FileBytes): boolean {
    return version === this.#version;
  }

  /**
   * Notes the next lines.
   *
   * @param lines The lines.
   * @param traceIds The traces of their spans; `undefined` where a line does
   * not have just one span, and so has to be read again whatever is looked for.
   */
  add({ lines, end }: Lines, traceIds: readonly string[] | undefined): void {
    if (end === undefined) return;
    const marks = traceIds && [...new Set(traceIds.map(markOf))];
    this.#blocks.push({ end, lines: lines.length, marks });
  }

  /** Lists the parts of the file that may have spans of these traces. */
  partsOf(traceIds: ReadonlySet<string>): Part[] {
    const wanted = new Set(Array.from(traceIds, markOf));
    const parts: Part[] = [];
    let [start, line] = [0, 1];
    for (const { end, lines, marks } of this.#blocks) {
      if (marks?.some((mark) => wanted.has(mark)) ?? true) {
        const before = parts.at(-1);
        if (before?.end === start) parts.splice(-1, 1, { ...before, end });
        else parts.push({ start, end, line });
      }
      start = end;
      line += lines;
    }
    // A last line that had no end.
    parts.push({ start, line });
    return parts;
  }
}
