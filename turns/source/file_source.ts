import { type FileFindings, readSpans, reasonOf } from "./_read_file.ts";
import type { Span } from "./span.ts";
import {
  SourceError,
  type SpanQuery,
  type TraceSource,
} from "./trace_source.ts";

const TRACE_FILE = /\.(jsonl|ndjson|json)$/i;

/** A file to read, and whether it was named itself, and not its folder. */
interface TraceFile {
  readonly path: string;
  readonly named: boolean;
}

async function filesAt(path: string): Promise<TraceFile[]> {
  try {
    const { isDirectory } = await Deno.stat(path);
    if (!isDirectory) return [{ path, named: true }];
    const files: TraceFile[] = [];
    for await (const entry of Deno.readDir(path)) {
      if (!entry.isDirectory && TRACE_FILE.test(entry.name)) {
        files.push({
          path: `${path.replace(/\/$/, "")}/${entry.name}`,
          named: false,
        });
      }
    }
    return files.sort((a, b) => a.path < b.path ? -1 : 1);
  } catch (error) {
    throw new SourceError(path, reasonOf(error));
  }
}

/** One line a file about what was left out of it. */
function warningOf(path: string, found: FileFindings): string | undefined {
  if (found.unreadable !== undefined) {
    return `Left out "${path}": ${found.unreadable}`;
  }
  if (found.damaged === 0) return undefined;
  return found.damaged === 1
    ? `Skipped 1 damaged or half-written line in "${path}": line ${found.firstDamaged}`
    : `Skipped ${found.damaged} damaged or half-written lines in "${path}": the first is line ${found.firstDamaged}`;
}

/**
 * OTLP/JSON files, and the files in folders, as a source of traces.
 *
 * What one trace consists of may be spread over several files: an agent and a
 * proxy write to one each. Files are read line by line, in any size.
 */
export class FileSource implements TraceSource {
  /** The files and folders, as given. */
  readonly places: readonly string[];
  #warnings: readonly string[] = [];

  /**
   * Constructs a new instance. Nothing is read yet.
   *
   * @param places Files and folders; of a folder, its `.jsonl`, `.ndjson` and
   * `.json` files, not those of the folders in it.
   */
  constructor(places: readonly string[]) {
    this.places = places;
  }

  /**
   * Reads every span of every file.
   *
   * @param query Only `traceIds` saves anything here.
   * @returns The spans, in the order of the files.
   * @throws {SourceError} If a file or folder cannot be read, or a file that
   * was named holds a document that is no JSON.
   */
  async *spans(query: SpanQuery = {}): AsyncGenerator<Span> {
    const { traceIds } = query;
    const warnings: string[] = [];
    const seen = new Set<string>();
    for (const { path, named } of await this.#files()) {
      const real = await Deno.realPath(path);
      if (seen.has(real)) continue;
      seen.add(real);
      const found: FileFindings = { damaged: 0 };
      for await (const span of readSpans(path, found)) {
        if (traceIds === undefined || traceIds.has(span.traceId)) yield span;
      }
      if (named && found.unreadable !== undefined) {
        throw new SourceError(path, found.unreadable);
      }
      const warning = warningOf(path, found);
      if (warning !== undefined) warnings.push(warning);
    }
    this.#warnings = warnings;
  }

  /**
   * Says what the last complete reading left out.
   *
   * @returns One line a file.
   */
  warnings(): readonly string[] {
    return this.#warnings;
  }

  async #files(): Promise<TraceFile[]> {
    const found = await Promise.all(this.places.map(filesAt));
    return found.flat();
  }
}
