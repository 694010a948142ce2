import type { FileFindings, LineCount } from "./_file_findings.ts";
import type { FileMap } from "./_file_map.ts";
import { readSpans } from "./_read_file.ts";
import { reasonOf } from "./reason_of.ts";
import type { Span } from "./span.ts";
import type { SpanLook } from "./span_look.ts";
import {
  SourceError,
  type SpanQuery,
  type TraceSource,
} from "./trace_source.ts";

const TRACE_FILE = /\.(jsonl|ndjson|json)(\.gz)?$/i;

/** A file to read, and whether it was named itself, and not its folder. */
interface TraceFile {
  readonly path: string;
  readonly named: boolean;
  /** Whether it is one that can be read again, and no pipe. */
  readonly isKept: boolean;
}

/** Why there is no second reading of a pipe, which would wait for a writer. */
const IS_PIPE =
  "it is a pipe, which can be read only once; write it to a file, and name that";

async function filesAt(path: string): Promise<TraceFile[]> {
  try {
    const { isDirectory, isFile } = await Deno.stat(path);
    if (!isDirectory) return [{ path, named: true, isKept: isFile }];
    const files: TraceFile[] = [];
    for await (const entry of Deno.readDir(path)) {
      if (!entry.isDirectory && TRACE_FILE.test(entry.name)) {
        files.push({
          path: `${path.replace(/\/$/, "")}/${entry.name}`,
          named: false,
          isKept: true,
        });
      }
    }
    return files.sort((a, b) => a.path < b.path ? -1 : 1);
  } catch (error) {
    throw new SourceError(path, reasonOf(error));
  }
}

function emptyFolder(path: string): string {
  return `Left out "${path}": the folder has no .jsonl, .ndjson or .json file in it`;
}

function skipped(
  { count, first }: LineCount,
  what: readonly [string, string],
  path: string,
): string {
  return count === 1
    ? `Skipped 1 ${what[0]} in "${path}": line ${first}`
    : `Skipped ${count} ${what[1]} in "${path}": the first is line ${first}`;
}

/** Says what was left out of a file. */
function warningsOf({ path, named }: TraceFile, found: FileFindings): string[] {
  const { unreadable, isEmpty, damaged, text } = found;
  if (unreadable !== undefined) {
    // A folder holds other files too; that they are no traces is no news.
    if (!named && unreadable.isUnrelated) return [];
    return [`Left out "${path}": ${unreadable.what}`];
  }
  if (isEmpty) return [`Left out "${path}": the file is empty`];
  const lines: string[] = [];
  if (damaged !== undefined) {
    const what = "damaged or half-written line";
    lines.push(skipped(damaged, [what, `${what}s`], path));
  }
  if (text !== undefined) {
    lines.push(skipped(text, ["line of text", "lines of text"], path));
  }
  return lines;
}

/**
 * Reads the spans of files, some at a time.
 *
 * @param source The files.
 * @param query Only `traceIds` is used here.
 * @param look Which of the spans are looked at: of others no more may be given
 * than their ids. All of them unless given.
 * @returns The spans, in the order of the files.
 * @throws {SourceError} As {@linkcode FileSource.spans}.
 */
export let batchesOf: (
  source: FileSource,
  query?: SpanQuery,
  look?: SpanLook,
) => AsyncGenerator<readonly Span[]>;

/**
 * OTLP/JSON files, and the files in folders, as a source of traces.
 *
 * One trace may be spread over several files, such as one of an agent and one
 * of a proxy. Files are read line by line, and may be of any size. Once one was
 * read to its end, and as long as it stays as it is, only the parts of it that
 * have the traces that are asked for are read again. Where an answer does not
 * need a span, no more is read of it than its ids: damage inside of it goes
 * unseen, unlike a line that is cut off, torn or no JSON at all.
 *
 * @example Usage
 * ```ts
 * import { FileSource } from "@turnspan/turnspan/turns";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const source = new FileSource(["examples/trace.jsonl"]);
 * const names = new Set<string>();
 * for await (const { name } of source.spans()) names.add(name);
 *
 * assert(names.has("agent.turn"));
 * assertEquals(source.warnings(), []);
 * ```
 */
export class FileSource implements TraceSource {
  /** The files and folders, as given. */
  readonly places: readonly string[];
  #warnings: readonly string[] = [];
  #isRead = false;
  readonly #maps = new Map<string, FileMap>();
  /** The pipes that were read. */
  readonly #pipes = new Set<string>();

  static {
    batchesOf = (source, query, look) => source.#batches(query, look);
  }

  /**
   * Constructs a new instance. Nothing is read yet.
   *
   * @param places Files and folders; of a folder, its `.jsonl`, `.ndjson` and
   * `.json` files, packed with gzip or not, not those of the folders in it.
   */
  constructor(places: readonly string[]) {
    this.places = places;
  }

  /**
   * Reads every span of every file.
   *
   * @param query Only `traceIds` is used here.
   * @returns The spans, in the order of the files.
   * @throws {SourceError} If a file or folder cannot be read, or a file that
   * was named is of another kind.
   */
  async *spans(query: SpanQuery = {}): AsyncGenerator<Span> {
    for await (const batch of this.#batches(query)) {
      for (const span of batch) yield span;
    }
  }

  async *#batches(
    { traceIds }: SpanQuery = {},
    look?: SpanLook,
  ): AsyncGenerator<readonly Span[]> {
    const warnings: string[] = [];
    const seen = new Set<string>();
    const files = await Promise.all(this.places.map(filesAt));
    files.forEach(({ length }, i) => {
      if (length === 0) warnings.push(emptyFolder(this.places[i] ?? ""));
    });
    for (const file of files.flat()) {
      const { path, named, isKept } = file;
      // A pipe may have no path but the one that it was given by.
      const real = isKept ? await Deno.realPath(path) : path;
      if (seen.has(real)) continue;
      seen.add(real);
      if (this.#pipes.has(path)) throw new SourceError(path, IS_PIPE);
      if (!isKept) this.#pipes.add(path);
      const found: FileFindings = {};
      const skimming = { traceIds, look };
      for await (const spans of readSpans(path, found, skimming, this.#maps)) {
        yield traceIds === undefined
          ? spans
          : spans.filter(({ traceId }) => traceIds.has(traceId));
      }
      if (named && found.unreadable !== undefined) {
        throw new SourceError(path, found.unreadable.what);
      }
      warnings.push(...warningsOf(file, found));
    }
    // In lines of other traces than those that are asked for, not all is seen.
    if (traceIds === undefined || !this.#isRead) this.#warnings = warnings;
    this.#isRead ||= traceIds === undefined;
  }

  /**
   * Says what the last complete reading left out. Where all was read before, a
   * reading of some traces changes nothing.
   *
   * @returns One line a file.
   */
  warnings(): readonly string[] {
    return this.#warnings;
  }
}
