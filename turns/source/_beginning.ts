import type { FileFindings } from "./_file_findings.ts";
import { foreignBytes } from "./_foreign_bytes.ts";
import { foreignText } from "./_foreign_text.ts";
import type { FileStart } from "./_lines.ts";

/** So much of the text is looked at to say what kind it is. */
const LOOKED_AT = 64 * 1024;

/** How a file begins, to say what it is where there is no OTLP in it. */
export class Beginning {
  #start: FileStart | undefined;
  #text = "";

  /** Takes how the file begins. */
  readonly note = (start: FileStart): void => {
    this.#start = start;
  };

  /** Takes the next line that is not blank. */
  add(line: string): void {
    if (this.#text.length < LOOKED_AT) {
      this.#text += `${line.slice(0, LOOKED_AT)}\n`;
    }
  }

  /** Notes what the file is, in which there is no OTLP. */
  explain(findings: FileFindings): void {
    findings.isEmpty = this.#text === "";
    if (findings.isEmpty || this.#start === undefined) return;
    const { bytes, encoding } = this.#start;
    // In UTF-16 each second byte of a text looks like a binary file's.
    const binary = encoding === "utf-8" ? foreignBytes(bytes) : undefined;
    findings.unreadable = binary ?? findings.foreign ??
      foreignText(this.#text) ?? findings.unreadable;
  }
}
