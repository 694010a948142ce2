/** Cuts a text that comes in pieces into its lines, in linear time. */
export class Lines {
  readonly #maxLength: number;
  #parts: string[] = [];
  #length = 0;

  /** @param maxLength The longest line, in code units. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /**
   * Takes the next piece, and gives the lines that it ends.
   *
   * @throws {RangeError} If a line is too long.
   */
  add(text: string): string[] {
    const [first = "", ...more] = text.split("\n");
    this.#push(first);
    return more.map((next) => {
      const line = this.#parts.join("");
      this.#parts = [];
      this.#length = 0;
      this.#push(next);
      return line.endsWith("\r") ? line.slice(0, -1) : line;
    });
  }

  #push(part: string): void {
    this.#length += part.length;
    if (this.#length > this.#maxLength) {
      throw new RangeError(`a line is longer than ${this.#maxLength}`);
    }
    this.#parts.push(part);
  }
}
