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
  readonly #mayStat: boolean;
  #file: TracesFile | undefined;
  #warned = false;

  constructor(path: string, file: TracesFile) {
    this.#path = path;
    this.#file = file;
    const { state } = Deno.permissions.querySync({ name: "read", path });
    this.#mayStat = state === "granted";
  }

  /** Writes spans. After a failure, of which it warns, it writes no more. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const line = this.#file && this.#lineOf(spans);
    try {
      if (this.#file && line) append(this.#file, line, this.#mayStat);
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

function append(
  file: TracesFile,
  bytes: Uint8Array,
  mayStat: boolean,
): void {
  file.lockSync(true);
  try {
    // Without the permission to read the file, `statSync` would ask for it.
    const removed = mayStat && file.statSync().nlink === 0;
    if (removed) throw new Error("it was removed");
    const end = file.seekSync(0, Deno.SeekMode.End);
    try {
      let written = 0;
      while (written < bytes.length) {
        written += file.writeSync(bytes.subarray(written));
      }
    } catch (error) {
      removePartialLine(file, end);
      throw error;
    }
  } finally {
    file.unlockSync();
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
