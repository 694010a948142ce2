import { Beginning } from "./_beginning.ts";
import { decodeOtlp } from "./decode_otlp.ts";
import { FileBytes, type Part, WHOLE } from "./_file_bytes.ts";
import { type FileFindings, noteLine } from "./_file_findings.ts";
import { FileMap } from "./_file_map.ts";
import { foreignJson } from "./_foreign.ts";
import { HeldLines } from "./_held_lines.ts";
import { isPlain, type Lines, readLines } from "./_lines.ts";
import { parseLine } from "./_parse_line.ts";
import { reasonOf } from "./reason_of.ts";
import { Skimmer, type Skimming } from "./_skimmer.ts";
import type { Span } from "./span.ts";
import { SourceError } from "./trace_source.ts";

/** What was read of lines. */
interface LinesRead {
  /** Their spans, as far as they are needed. */
  readonly spans: Span[];
  /** Whether all lines look as exporters write them, with one span each. */
  readonly areUsual: boolean;
}

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

  /** Goes on with a later line; those before it are usual, and not needed. */
  goTo(line: number): void {
    if (line === this.#number + 1) return;
    this.#number = line - 1;
    this.#noteUsual();
  }

  /** Reads the next lines. */
  read({ lines, arePlain }: Lines): LinesRead {
    const spans: Span[] = [];
    let areUsual = true;
    for (const line of lines) {
      this.#number++;
      // What is held may be a document of which this line is a part.
      const skimmed = !this.#held.any && (arePlain || isPlain(line))
        ? this.#skimmer.read(line)
        : undefined;
      if (skimmed === undefined) areUsual = false;
      else this.#noteUsual();
      for (const span of skimmed ?? this.#readLine(line)) spans.push(span);
    }
    return { spans, areUsual };
  }

  /** Reads what is left at the end of the file. */
  end(): Span[] {
    const spans = this.#held.any ? this.#held.readAsFile() : [];
    if (!this.#findings.isOtlp) this.#beginning.explain(this.#findings);
    return spans;
  }

  #noteUsual(): void {
    this.#isLineByLine = true;
    this.#findings.isOtlp = true;
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

/** Reads a file as a whole, and then knows where its traces are. */
async function* readAll(
  file: FileBytes,
  reader: FileReader,
  onMap: (map: FileMap) => void,
): AsyncGenerator<Span[]> {
  const map = new FileMap(file);
  for await (const lines of readLines(file, WHOLE, reader.start)) {
    const { spans, areUsual } = reader.read(lines);
    map.add(lines, areUsual ? spans.map(({ traceId }) => traceId) : undefined);
    yield spans;
  }
  if (file.hasPlaces) onMap(map);
}

async function* readParts(
  file: FileBytes,
  reader: FileReader,
  parts: readonly Part[],
): AsyncGenerator<Span[]> {
  for (const part of parts) {
    reader.goTo(part.line);
    for await (const lines of readLines(file, part, reader.start)) {
      yield reader.read(lines).spans;
    }
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
 * @param maps What is known of files by their paths, and added to: of a file
 * that was read as a whole, only what is needed is read again.
 * @returns The spans, some at a time.
 * @throws {SourceError} If the file cannot be opened or read.
 */
export async function* readSpans(
  path: string,
  findings: FileFindings,
  skimming: Skimming = {},
  maps: Map<string, FileMap> = new Map(),
): AsyncGenerator<Span[]> {
  const reader = new FileReader(findings, skimming);
  const { traceIds } = skimming;
  let file: FileBytes | undefined;
  try {
    file = await FileBytes.open(path);
    const map = maps.get(path);
    if (traceIds === undefined) {
      yield* readAll(file, reader, (made) => maps.set(path, made));
    } else {
      const parts = map?.isOf(file) ? map.partsOf(traceIds) : [WHOLE];
      yield* readParts(file, reader, parts);
    }
  } catch (error) {
    throw new SourceError(path, reasonOf(error));
  } finally {
    file?.close();
  }
  yield reader.end();
}
