import { findBadLine } from "./_bad_line.ts";
import { decodeOtlp } from "./decode_otlp.ts";
import { type FileFindings, noteLine } from "./_file_findings.ts";
import { foreignJson } from "./_foreign.ts";
import { parseLine } from "./_parse_line.ts";
import type { Span } from "./span.ts";

/** One document over many lines is held whole, up to this many characters. */
const LARGEST_DOCUMENT = 64 * 1024 * 1024;

/** Before these spans begin anew behind a line that was cut off. */
const BEGINNING = /(?=\{\s*"(?:resourceSpans|resource_spans|batches)"\s*:)/;
/** How Java's exporter begins a line, behind what its logger puts first. */
const BARE_BEGINNING = /\{\s*"resource"\s*:/;

/**
 * Reads what is whole in a line that is not: a process that was killed leaves
 * the beginning of a line, and another may have gone on behind it; a logger puts
 * time and level before each.
 *
 * @param line The line.
 * @returns The spans, and whether any of the line was left out.
 */
function readTorn(line: string): { spans: Span[]; torn: boolean } {
  const spans: Span[] = [];
  if (!line.includes('"')) return { spans, torn: /[{}]/.test(line) };
  let torn = false;
  for (const part of line.split(BEGINNING)) {
    let found = decodeOtlp(parseLine(part).value);
    let left = found === undefined ? part : "";
    const at = part.search(BARE_BEGINNING);
    if (found === undefined && at > 0) {
      found = decodeOtlp(parseLine(part.slice(at)).value);
      if (found !== undefined) left = part.slice(0, at);
    }
    for (const span of found ?? []) spans.push(span);
    // What a logger puts before a line has nothing of JSON.
    torn ||= /["{}]/.test(left);
  }
  return { spans, torn };
}

/**
 * Lines that are no JSON by themselves: a document over many lines, or damage.
 * Which of the two is only known at the end of the document or of the file, or
 * when a good line follows.
 */
export class HeldLines {
  #lines: string[] = [];
  /** The number of each: blank lines are not held. */
  #numbers: number[] = [];
  #size = 0;
  /** Whether a line of one bracket may still end the document. */
  #isOpen = false;
  readonly #findings: FileFindings;

  constructor(findings: FileFindings) {
    this.#findings = findings;
  }

  get any(): boolean {
    return this.#lines.length > 0;
  }

  get tooMany(): boolean {
    return this.#size > LARGEST_DOCUMENT;
  }

  /** Holds a line, and says whether it looks like the last of its document. */
  add(line: string, number: number): boolean {
    if (!this.any) this.#isOpen = /^[{[]\s*$/.test(line);
    this.#lines.push(line);
    this.#numbers.push(number);
    this.#size += line.length;
    return this.#isOpen && /^[}\]]\s*$/.test(line);
  }

  /** Reads the lines as one document; `undefined` where they are none. */
  readAsDocument(): Span[] | undefined {
    const { value, error } = parseLine(this.#lines.join("\n"));
    // Only tried once: what was read anew at each bracket would be read often.
    this.#isOpen = false;
    if (error !== undefined) return undefined;
    this.#clear();
    const spans = decodeOtlp(value);
    if (spans === undefined) this.#findings.foreign ??= foreignJson(value);
    else this.#findings.isOtlp = true;
    return spans ?? [];
  }

  /** Reads the lines as damaged ones: what is whole in them is taken. */
  readAsDamaged(): Span[] {
    const found: Span[] = [];
    this.#lines.forEach((line, at) => {
      const { spans, torn } = readTorn(line);
      for (const span of spans) found.push(span);
      const number = this.#numbers[at] ?? 0;
      if (torn) noteLine(this.#findings, "damaged", number);
      else if (spans.length === 0) noteLine(this.#findings, "text", number);
    });
    if (found.length > 0) this.#findings.isOtlp = true;
    this.#clear();
    return found;
  }

  /** Reads all that a file holds: lines of it, or a document. */
  readAsFile(): Span[] {
    const document = this.readAsDocument();
    if (document !== undefined) return document;
    const lines = this.#lines;
    const numbers = this.#numbers;
    const spans = this.readAsDamaged();
    if (spans.length === 0 && lines.length > 1) {
      const number = numbers[findBadLine(lines)];
      const what = `line ${number} is not OTLP/JSON`;
      this.#findings.unreadable = { what };
    }
    return spans;
  }

  #clear(): void {
    this.#lines = [];
    this.#numbers = [];
    this.#size = 0;
  }
}
