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

function noteDamaged(findings: FileFindings, number: number): void {
  findings.damaged++;
  findings.firstDamaged ??= number;
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
 * Reads what is whole in a line that is not: a process that was killed leaves
 * the beginning of a line, and another may have gone on behind it.
 *
 * @param line The line.
 * @returns The spans, and whether any of the line was left out.
 */
function readTorn(line: string): { spans: Span[]; torn: boolean } {
  const parts = line.split(/(?=\{\s*"resourceSpans"\s*:)/)
    .map((part) => decodeOtlp(parse(part).value));
  return {
    spans: parts.flatMap((spans) => spans ?? []),
    torn: parts.includes(undefined),
  };
}

/**
 * Lines that are no JSON by themselves: a document over many lines, or damage.
 * Which of the two is only known at the end of the file, or when a good line
 * follows.
 */
class HeldLines {
  #lines: string[] = [];
  /** The number of each: blank lines are not held. */
  #numbers: number[] = [];
  #size = 0;
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

  add(line: string, number: number): void {
    this.#lines.push(line);
    this.#numbers.push(number);
    this.#size += line.length;
  }

  /** Reads the lines as one document; `undefined` where they are none. */
  readAsDocument(): Span[] | undefined {
    const { value, error } = parse(this.#lines.join("\n"));
    if (error !== undefined) return undefined;
    this.#clear();
    return decodeOtlp(value) ?? [];
  }

  /** Reads the lines as damaged ones: what is whole in them is taken. */
  readAsDamaged(): Span[] {
    const found: Span[] = [];
    this.#lines.forEach((line, at) => {
      const { spans, torn } = readTorn(line);
      for (const span of spans) found.push(span);
      if (torn) noteDamaged(this.#findings, this.#numbers[at] ?? 0);
    });
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
      this.#findings.unreadable = `line ${number} is not OTLP/JSON`;
    }
    return spans;
  }

  #clear(): void {
    this.#lines = [];
    this.#numbers = [];
    this.#size = 0;
  }
}

/**
 * Reads the spans of one file.
 *
 * The rule is one `{"resourceSpans":[…]}` a line, and one line is held at a
 * time. One document over many lines is read too. Of a line that is cut or
 * damaged, what is whole is read; the rest is counted and passed over.
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
        if (held.any) yield* held.readAsDocument() ?? held.readAsDamaged();
        isLineByLine = true;
        yield* spans;
      } else if (held.any || error !== undefined) {
        held.add(line, number);
        // After a good line no document over many lines can follow.
        if (isLineByLine || held.tooMany) yield* held.readAsDamaged();
      } else if (typeof value !== "object" || value === null) {
        noteDamaged(findings, number);
      }
    }
  } catch (error) {
    throw new SourceError(path, reasonOf(error));
  }
  if (held.any) yield* held.readAsFile();
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
