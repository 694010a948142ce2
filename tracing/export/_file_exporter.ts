import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import { reasonOf, warn } from "../privacy/warn.ts";

const NEWLINE = 0x0a;

/** The parts of a file that are used. */
export type TracesFile = Pick<
  Deno.FsFile,
  | "lockSync"
  | "unlockSync"
  | "statSync"
  | "seekSync"
  | "writeSync"
  | "truncateSync"
  | "close"
>;

/**
 * Appends each span to a file at the moment it ends, one OTLP/JSON line a
 * span: what had ended is there, however the program dies. A lock keeps the
 * lines of processes that share the file whole.
 */
export class FileExporter implements SpanExporter {
  readonly #path: string;
  readonly #mayRead: boolean;
  #file: TracesFile | undefined;
  /** Where the line ended that this process wrote last. */
  #end: number | undefined;
  #warned = false;

  constructor(path: string, file: TracesFile) {
    this.#path = path;
    this.#file = file;
    const { state } = Deno.permissions.querySync({ name: "read", path });
    this.#mayRead = state === "granted";
  }

  /** Writes spans. After a failure, of which it warns, it writes no more. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const line = this.#file && this.#lineOf(spans);
    try {
      if (this.#file && line) this.#append(this.#file, line);
    } catch (error) {
      warn(`Cannot write more spans to "${this.#path}": ${reasonOf(error)}`);
      this.shutdown();
    }
    done({ code: ExportResultCode.SUCCESS });
  }

  /** A span that cannot be encoded costs no other its place. */
  #lineOf(spans: ReadableSpan[]): Uint8Array | undefined {
    try {
      return encode(spans);
    } catch (error) {
      if (!this.#warned) {
        warn(`Cannot write a span to "${this.#path}": ${reasonOf(error)}`);
      }
      this.#warned = true;
      return undefined;
    }
  }

  #append(file: TracesFile, line: Uint8Array): void {
    file.lockSync(true);
    try {
      // Without the permission to read the file, `statSync` would ask for it.
      const removed = this.#mayRead && file.statSync().nlink === 0;
      if (removed) throw new Error("it was removed");
      const end = file.seekSync(0, Deno.SeekMode.End);
      const bytes = this.#isTorn(end) ? onNewLine(line) : line;
      try {
        let written = 0;
        while (written < bytes.length) {
          written += file.writeSync(bytes.subarray(written));
        }
      } catch (error) {
        removePartialLine(file, end);
        throw error;
      }
      this.#end = end + bytes.length;
    } finally {
      file.unlockSync();
    }
  }

  /**
   * Whether the file ends inside of a line, as a process leaves it that is
   * killed while it writes: the next line would be lost with that one. Looked
   * at where somebody else wrote last.
   */
  #isTorn(end: number): boolean {
    if (end === 0 || end === this.#end) return false;
    const last = this.#mayRead ? lastByte(this.#path, end) : undefined;
    // Where it cannot be told, one blank line, which readers pass over.
    return last === undefined ? this.#end === undefined : last !== NEWLINE;
  }

  /** Closes the file. */
  shutdown(): Promise<void> {
    this.#file?.close();
    this.#file = undefined;
    return Promise.resolve();
  }
}

function encode(spans: ReadableSpan[]): Uint8Array {
  const json = JsonTraceSerializer.serializeRequest(spans) ?? [];
  const bytes = new Uint8Array(json.length + 1);
  bytes.set(json);
  bytes[json.length] = NEWLINE;
  return bytes;
}

function onNewLine(line: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(line.length + 1);
  bytes[0] = NEWLINE;
  bytes.set(line, 1);
  return bytes;
}

/** Read apart: a pipe that is opened for reading too would have no end. */
function lastByte(path: string, end: number): number | undefined {
  try {
    const file = Deno.openSync(path);
    try {
      const byte = new Uint8Array(1);
      file.seekSync(end - 1, Deno.SeekMode.Start);
      return file.readSync(byte) === 1 ? byte[0] : undefined;
    } finally {
      file.close();
    }
  } catch {
    // It has been moved meanwhile.
    return undefined;
  }
}

/** A partial line, where the disk is full, would break the file for readers. */
function removePartialLine(file: TracesFile, size: number): void {
  try {
    file.truncateSync(size);
  } catch {
    // It is no regular file, and cannot be cut.
  }
}
