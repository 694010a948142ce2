import { stripVTControlCharacters } from "node:util";
import { printable } from "../../tracing/base/printable.ts";
import { endOfText } from "../../tracing/privacy/cut_text.ts";
import { redactSecrets } from "../../tracing/privacy/redact.ts";

/** How much of the end of a server's stderr is shown. */
const MAX_LENGTH = 2048;
const MAX_LINES = 20;

/** How much of a line is kept: secrets are still to be taken out, whole ones. */
const KEPT = 8 * MAX_LENGTH;

/** Keeps the end of a server's stderr, and hands on each line. */
export class StderrTail {
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #decoder = new TextDecoder();
  #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined;
  #lines: string[] = [];
  #partial = "";

  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Reads a stream to its end, or until {@linkcode cancel}. */
  async read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    this.#reader = stream.getReader();
    try {
      while (true) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#add(this.#decoder.decode(value, { stream: true }));
      }
    } catch {
      // What has been read is what there is.
    }
    if (this.#partial !== "") this.#line(this.#partial);
    this.#partial = "";
  }

  /** Stops reading. */
  async cancel(): Promise<void> {
    await this.#reader?.cancel().catch(() => {});
  }

  /** The last lines. */
  get text(): string {
    const lines = this.#partial === ""
      ? this.#lines
      : [...this.#lines, this.#partial];
    // It is quoted in messages, which end up in files, pipes and spans too.
    const text = stripVTControlCharacters(lines.slice(-MAX_LINES).join("\n"));
    return endOfText(printable(redactSecrets(text)), MAX_LENGTH)
      .toWellFormed();
  }

  #add(text: string): void {
    const lines = (this.#partial + text).split(/\r?\n/);
    this.#partial = (lines.pop() ?? "").slice(-KEPT);
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    this.#lines = [
      ...this.#lines.slice(1 - MAX_LINES),
      line.slice(-KEPT),
    ];
    try {
      this.#onLine?.(line);
    } catch {
      // An error of the listener's must not break the connection.
    }
  }
}
