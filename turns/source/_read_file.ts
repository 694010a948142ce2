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

function parse(text: string): { value?: unknown; error?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether text is the beginning of JSON, and only its end is missing. */
function mayGoOn(text: string): boolean {
  const { error } = parse(text);
  if (error === undefined || /end of JSON|Unterminated/.test(error)) {
    return true;
  }
  // V8 gives no position where it quotes the text: then it is the text's fault.
  return Number(/at position (\d+)/.exec(error)?.[1]) >= text.length;
}

/** The first line, from 0, that cannot belong to a document: V8 may not say. */
function firstBadLine(lines: readonly string[]): number {
  let good = 0;
  let bad = lines.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (mayGoOn(lines.slice(0, middle).join("\n").trimEnd())) good = middle;
    else bad = middle;
  }
  return bad - 1;
}

/**
 * Decides what lines that are no JSON by themselves are: the start of a
 * document over many lines, or damage. Only known at the end of the file, or
 * when a good line follows.
 */
class Pending {
  #lines: string[] = [];
  #size = 0;
  #first = 0;
  readonly #findings: FileFindings;

  constructor(findings: FileFindings) {
    this.#findings = findings;
  }

  get open(): boolean {
    return this.#lines.length > 0;
  }

  add(line: string, number: number): void {
    if (!this.open) this.#first = number;
    this.#lines.push(line);
    this.#size += line.length;
    if (this.#size > LARGEST_DOCUMENT) this.damage();
  }

  /** Counts what is held as damaged lines. */
  damage(): void {
    const lost = this.#lines.filter((line) => line.trim() !== "").length;
    if (lost > 0) {
      this.#findings.damaged += lost;
      this.#findings.firstDamaged ??= this.#first;
    }
    this.#lines = [];
    this.#size = 0;
  }

  /** Reads what is held as one document. */
  document(): Span[] {
    const lines = this.#lines;
    if (lines.length < 2) {
      this.damage();
      return [];
    }
    const { value, error } = parse(lines.join("\n"));
    if (error !== undefined) {
      const line = this.#first + firstBadLine(lines);
      this.#findings.unreadable = `line ${line} is not OTLP/JSON`;
      this.damage();
      return [];
    }
    return decodeOtlp(value) ?? [];
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
  const pending = new Pending(findings);
  let number = 0;
  let good = 0;
  try {
    for await (const line of readLines(path)) {
      number++;
      if (line.trim() === "") continue;
      const { value, error } = parse(line);
      const spans = error === undefined ? decodeOtlp(value) : undefined;
      if (spans !== undefined) {
        pending.damage();
        good++;
        yield* spans;
      } else if (pending.open || error !== undefined) {
        pending.add(line, number);
        // After a good line the file is line by line: no document can follow.
        if (good > 0) pending.damage();
      } else if (typeof value !== "object" || value === null) {
        findings.damaged++;
        findings.firstDamaged ??= number;
      }
    }
  } catch (error) {
    throw new SourceError(path, reasonOf(error));
  }
  yield* pending.document();
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
