import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import { reasonOf, warn } from "../privacy/warn.ts";

const NEWLINE = 0x0a;

/** The parts of a file that are used. */
export type TracesFile = Pick<
  Deno.FsFile,
  | "tryLockSync"
  | "unlockSync"
  | "statSync"
  | "seekSync"
  | "writeSync"
  | "truncateSync"
  | "close"
>;

/**
 * Milliseconds that a file's lock is waited for, once. Whoever writes a line
 * holds it for less than one: it is then held by a process that was stopped.
 */
const LOCK_PATIENCE_MS = 100;

/** Milliseconds between two attempts at the lock. */
const LOCK_INTERVAL_MS = 1;

/**
 * Appends each span to a file at the moment it ends, one OTLP/JSON line a
 * span: what had ended is there, however the program dies. A lock keeps the
 * lines of processes that share the file whole. Where it cannot be had, a line
 * is whole all the same where the system writes it at once, as local file
 * systems do; only half a line of a disk that is full cannot be taken back.
 */
export class FileExporter implements SpanExporter {
  readonly #path: string;
  readonly #mayStat: boolean;
  #patienceMs = LOCK_PATIENCE_MS;
  #file: TracesFile | undefined;

  constructor(path: string, file: TracesFile) {
    this.#path = path;
    this.#file = file;
    const { state } = Deno.permissions.querySync({ name: "read", path });
    this.#mayStat = state === "granted";
  }

  /** Writes spans. After a failure, of which it warns, it writes no more. */
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    try {
      if (this.#file) this.#append(this.#file, lineOf(spans));
    } catch (error) {
      warn(`Cannot write more spans to "${this.#path}": ${reasonOf(error)}`);
      this.shutdown();
    }
    done({ code: ExportResultCode.SUCCESS });
  }

  /** Closes the file. */
  shutdown(): Promise<void> {
    this.#file?.close();
    this.#file = undefined;
    return Promise.resolve();
  }

  #append(file: TracesFile, bytes: Uint8Array): void {
    const locked = this.#lock(file);
    try {
      // Without the permission to read the file, `statSync` would ask for it.
      const removed = this.#mayStat && file.statSync().nlink === 0;
      if (removed) throw new Error("it was removed");
      write(file, bytes, locked);
    } finally {
      if (locked) file.unlockSync();
    }
  }

  /** Takes the lock, as far as there is patience: the program stands still. */
  #lock(file: TracesFile): boolean {
    const end = performance.now() + this.#patienceMs;
    while (!file.tryLockSync(true)) {
      if (performance.now() >= end) {
        this.#patienceMs = 0;
        return false;
      }
      pause(LOCK_INTERVAL_MS);
    }
    this.#patienceMs = LOCK_PATIENCE_MS;
    return true;
  }
}

/** Waits without giving way to anything else. */
function pause(milliseconds: number): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(nobody, 0, 0, milliseconds);
}

function lineOf(spans: ReadableSpan[]): Uint8Array {
  const json = JsonTraceSerializer.serializeRequest(spans) ?? [];
  const bytes = new Uint8Array(json.length + 1);
  bytes.set(json);
  bytes[json.length] = NEWLINE;
  return bytes;
}

function write(file: TracesFile, bytes: Uint8Array, locked: boolean): void {
  const end = file.seekSync(0, Deno.SeekMode.End);
  try {
    let written = 0;
    while (written < bytes.length) {
      written += file.writeSync(bytes.subarray(written));
    }
  } catch (error) {
    // Without the lock, what is behind the end may be another process's.
    if (locked) removePartialLine(file, end);
    throw error;
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
