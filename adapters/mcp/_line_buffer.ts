import { Buffer } from "node:buffer";

const LINE_END = 10;

/**
 * Puts a stream's chunks together to lines. A chunk is looked at once and
 * copied once, however many of them a line is made of.
 */
export class LineBuffer {
  readonly #maxBytes: number;
  /** The chunks of the line that has not ended, and their bytes. */
  #chunks: Uint8Array[] = [];
  #size = 0;

  /** @param maxBytes The longest line. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Adds a chunk.
   *
   * @returns The lines that it ends, without their ends.
   * @throws {RangeError} If a line is too long.
   */
  *add(chunk: Uint8Array): Generator<string> {
    let start = 0;
    for (
      let end = chunk.indexOf(LINE_END);
      end >= 0;
      end = chunk.indexOf(LINE_END, start)
    ) {
      this.#keep(chunk.subarray(start, end));
      start = end + 1;
      yield this.#take();
    }
    this.#keep(chunk.subarray(start));
  }

  #keep(part: Uint8Array): void {
    this.#size += part.length;
    if (this.#size > this.#maxBytes) {
      throw new RangeError(
        `Cannot hold a line: it is over ${this.#maxBytes} bytes long`,
      );
    }
    if (part.length > 0) this.#chunks.push(part);
  }

  #take(): string {
    const line = Buffer.concat(this.#chunks, this.#size).toString();
    this.#chunks = [];
    this.#size = 0;
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  }
}
