import { Beginning } from "./_beginning.ts";
import { decodeOtlp } from "./decode_otlp.ts";
import { type FileFindings, noteLine } from "./_file_findings.ts";
import { foreignJson } from "./_foreign.ts";
import { HeldLines } from "./_held_lines.ts";
import { isPlain, type Lines, readLines } from "./_lines.ts";
import { parseLine } from "./_parse_line.ts";
import { reasonOf } from "./reason_of.ts";
import { Skimmer, type Skimming } from "./_skimmer.ts";
import type { Span } from "./span.ts";
import { SourceError } from "./trace_source.ts";

/** Reads the lines of a file one after the other. */
class FileReader {
  readonly #findings: FileFindings;
  readonly #skimmer: Skimmer;
  readonly #held: HeldLines;
  readonly #beginning = new Beginning();
  #number = 0;
  #isLineByLine = false;

  constructor(findings: FileFindings, skimming: Skimming) {
    this.#findings = findings;
    this.#skimmer = new Skimmer(skimming);
    this.#held = new HeldLines(findings);
  }

  /** Takes how the file begins. */
  readonly start = this.#beginning.note;

  /** Reads the next lines. */
  read({ lines, arePlain }: Lines): Span[] {
    const found: Span[] = [];
    for (const line of lines) {
      this.#number++;
      // What is held may be a document of which this line is a part.
      const skimmed = !this.#held.any && (arePlain || isPlain(line))
        ? this.#skimmer.read(line)
        : undefined;
      if (skimmed !== undefined) {
        this.#isLineByLine = true;
        this.#findings.isOtlp = true;
      }
      for (const span of skimmed ?? this.#readLine(line)) found.push(span);
    }
    return found;
  }

  /** Reads what is left at the end of the file. */
  end(): Span[] {
    const spans = this.#held.any ? this.#held.readAsFile() : [];
    if (!this.#findings.isOtlp) this.#beginning.explain(this.#findings);
    return spans;
  }

  #readLine(line: string): Span[] {
    if (line.trim() === "") return [];
    const [held, findings] = [this.#held, this.#findings];
    this.#beginning.add(line);
    const { value, error } = parseLine(line);
    const spans = decodeOtlp(value);
    if (spans !== undefined) {
      const before = held.any
        ? held.readAsDocument() ?? held.readAsDamaged()
        : [];
      this.#isLineByLine = true;
      findings.isOtlp = true;
      return before.length === 0 ? spans : [...before, ...spans];
    }
    if (held.any || error !== undefined) {
      const isLast = held.add(line, this.#number);
      // After a good line no document over many lines can follow.
      if (this.#isLineByLine || held.tooMany) return held.readAsDamaged();
      return isLast ? held.readAsDocument() ?? [] : [];
    }
    findings.foreign ??= foreignJson(value);
    if (typeof value !== "object" || value === null) {
      noteLine(findings, "damaged", this.#number);
    }
    return [];
  }
}

/**
 * Reads the spans of one file.
 *
 * The rule is one `{"resourceSpans":[…]}` a line, and some lines are held at a
 * time. Documents over many lines are read too. Of a line that is cut or
 * damaged, what is whole is read; the rest is counted and passed over.
 *
 * @param path The file.
 * @param findings Where to note what could not be read.
 * @param skimming What is looked for; everything unless given.
 * @returns The spans, some at a time.
 * @throws {SourceError} If the file cannot be opened or read.
 */
export async function* readSpans(
  path: string,
  findings: FileFindings,
  skimming: Skimming = {},
): AsyncGenerator<Span[]> {
  const reader = new FileReader(findings, skimming);
  try {
    for await (const lines of readLines(path, reader.start)) {
      yield reader.read(lines);
    }
  } catch (error) {
    throw new SourceError(path, reasonOf(error));
  }
  yield reader.end();
}
