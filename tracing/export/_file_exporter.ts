import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import { traceJson } from "./_trace_json.ts";
import { reasonOf, warn } from "../privacy/warn.ts";

const NEWLINE = 0x0a;
const encoder = new TextEncoder();

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
  readonly #mayRead: boolean;
  #file: TracesFile | undefined;
  #patienceMs = LOCK_PATIENCE_MS;
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
      return encoder.encode(`${traceJson(spans)}\n`);
    } catch (error) {
      if (!this.#warned) {
        warn(`Cannot write a span to "${this.#path}": ${reasonOf(error)}`);
      }
      this.#warned = true;
      return undefined;
    }
  }

  #append(file: TracesFile, line: Uint8Array): void {
    const locked = this.#lock(file);
    try {
      // Without the permission to read the file, `statSync` would ask for it.
      const end = this.#mayRead ? sizeOf(file) : endOf(file);
      // Without the lock, the end may be that of a line that is being written.
      const bytes = locked && this.#isTorn(end) ? onNewLine(line) : line;
      write(file, bytes, { end, locked });
      this.#end = end + bytes.length;
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

/** Waits without giving way to anything else. */
function pause(milliseconds: number): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(nobody, 0, 0, milliseconds);
}

function onNewLine(line: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(line.length + 1);
  bytes[0] = NEWLINE;
  bytes.set(line, 1);
  return bytes;
}

/** The size of a file: 0 of a pipe, and of a device. */
function sizeOf(file: TracesFile): number {
  const { nlink, size } = file.statSync();
  if (nlink === 0) throw new Error("it was removed");
  return size;
}

/** Where a file ends. A pipe has no end: what is written comes behind the rest. */
function endOf(file: TracesFile): number {
  try {
    return file.seekSync(0, Deno.SeekMode.End);
  } catch (error) {
    if (error instanceof Error && /illegal seek/i.test(error.message)) return 0;
    throw error;
  }
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

function write(
  file: TracesFile,
  bytes: Uint8Array,
  { end, locked }: { readonly end: number; readonly locked: boolean },
): void {
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
