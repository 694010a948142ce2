import { decodeOtlp } from "./decode_otlp.ts";
import { readLines } from "./_lines.ts";
import type { Span } from "./span.ts";
import { SourceError } from "./trace_source.ts";

/** One document over many lines is held whole, up to this many characters. */
const LARGEST_DOCUMENT = 64 * 1024 * 1024;

/** What a file was found to hold besides its spans. */
export interface FileFindings {
  /** How many lines could not be read. */
  damaged: number;
  /** The number of the first of them, from 1. */
  firstDamaged?: number;
  /** Why the file as a whole cannot be read; with nothing read from it. */
  unreadable?: string;
}

function noteDamaged(
  findings: FileFindings,
  lines: number,
  firstNumber: number,
): void {
  findings.damaged += lines;
  findings.firstDamaged ??= firstNumber;
}

function parse(text: string): { value?: unknown; error?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether JSON could begin with this text. */
function isStartOfJson(text: string): boolean {
  const { error } = parse(text);
  if (error === undefined || error.includes("end of JSON")) return true;
  // An error at the end is about what is missing, any other about the text. V8
  // gives no position where it quotes the text, which then is wrong itself.
  return Number(/at position (\d+)/.exec(error)?.[1]) >= text.length;
}

/**
 * Finds the line that is wrong in lines that are no JSON, by halving: V8 does
 * not always say where its error is.
 *
 * @param lines The lines of one document.
 * @returns The line's place, from 0.
 */
function findBadLine(lines: readonly string[]): number {
  let right = 0; // So many lines could begin a document,
  let wrong = lines.length; // and so many could not.
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    const start = lines.slice(0, middle).join("\n").trimEnd();
    if (isStartOfJson(start)) right = middle;
    else wrong = middle;
  }
  return wrong - 1;
}

/**
 * Lines that are no JSON by themselves: a document over many lines, or damage.
 * Which of the two is only known at the end of the file, or when a good line
 * follows.
 */
class HeldLines {
  #lines: string[] = [];
  #size = 0;
  #firstNumber = 0;
  readonly #findings: FileFindings;

  constructor(findings: FileFindings) {
    this.#findings = findings;
  }

  get any(): boolean {
    return this.#lines.length > 0;
  }

  add(line: string, number: number): void {
    if (!this.any) this.#firstNumber = number;
    this.#lines.push(line);
    this.#size += line.length;
    if (this.#size > LARGEST_DOCUMENT) this.dropAsDamaged();
  }

  dropAsDamaged(): void {
    if (!this.any) return;
    noteDamaged(this.#findings, this.#lines.length, this.#firstNumber);
    this.#lines = [];
    this.#size = 0;
  }

  /** Reads the lines as one document. */
  readAsDocument(): Span[] {
    const { value, error } = parse(this.#lines.join("\n"));
    if (error === undefined) return decodeOtlp(value) ?? [];
    if (this.#lines.length > 1) {
      const number = this.#firstNumber + findBadLine(this.#lines);
      this.#findings.unreadable = `line ${number} is not OTLP/JSON`;
    }
    this.dropAsDamaged();
    return [];
  }
}

/**
 * Reads the spans of one file.
 *
 * The rule is one `{"resourceSpans":[…]}` a line, and one line is held at a
 * time. One document over many lines is read too. A line that is cut or
 * damaged is counted and passed over.
 *
 * @param path The file.
 * @param findings Where to note what could not be read.
 * @returns The spans.
 * @throws {SourceError} If the file cannot be opened or read.
 */
export async function* readSpans(
  path: string,
  findings: FileFindings,
): AsyncGenerator<Span> {
  const held = new HeldLines(findings);
  let number = 0;
  let isLineByLine = false;
  try {
    for await (const line of readLines(path)) {
      number++;
      if (line.trim() === "") continue;
      const { value, error } = parse(line);
      const spans = decodeOtlp(value);
      if (spans !== undefined) {
        held.dropAsDamaged();
        isLineByLine = true;
        yield* spans;
      } else if (held.any || error !== undefined) {
        held.add(line, number);
        // After a good line no document over many lines can follow.
        if (isLineByLine) held.dropAsDamaged();
      } else if (typeof value !== "object" || value === null) {
        noteDamaged(findings, 1, number);
      }
    }
  } catch (error) {
    throw new SourceError(path, reasonOf(error));
  }
  if (held.any) yield* held.readAsDocument();
}

/** Says in a few words why a place cannot be opened. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such file or folder";
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not given leave to read it (--allow-read)";
  }
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return error instanceof Error ? error.message : String(error);
}
