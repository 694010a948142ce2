/** So much is read at a time: more is no faster, and takes more memory. */
const READ_BYTES = 256 * 1024;

/** A part of a file: whole lines of it. */
export interface Part {
  /** Where it starts, in bytes. */
  readonly start: number;
  /** Where it ends, if not where the file does. */
  readonly end?: number;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** All of a file. */
export const WHOLE: Part = { start: 0, line: 1 };

/** Whether a file begins as gzip does: with FLG and method as RFC 1952 has them. */
function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b && start[2] === 8;
}

/**
 * Unpacks, also several archives behind each other, as `gzip >> file` and log
 * rotation leave them. The web's `DecompressionStream` takes only one.
 */
async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const [{ Readable }, { createGunzip }] = await Promise.all([
    import("node:stream"),
    import("node:zlib"),
  ]);
  const packed = Readable.from(chunks);
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  packed.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of packed.pipe(gunzip)) yield chunk;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (!/^Z_/.test(String(code))) throw error;
    throw new RangeError("its gzip data is cut off or damaged");
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

/** What was read first, and what follows, each part in a buffer of its own. */
async function* copies(
  first: Uint8Array,
  others: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first.slice();
  for await (const bytes of others) yield bytes.slice();
}

/** An open file, whose bytes are read part by part. */
export class FileBytes {
  readonly #file: Deno.FsFile;
  readonly #info: Deno.FileInfo;
  #isPacked = false;

  private constructor(file: Deno.FsFile, info: Deno.FileInfo) {
    this.#file = file;
    this.#info = info;
  }

  /** Opens a file. */
  static async open(path: string): Promise<FileBytes> {
    const file = await Deno.open(path);
    try {
      return new FileBytes(file, await file.stat());
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Which file it is, and as it was written last when it was opened. */
  get version(): string {
    const { dev, ino, size, mtime } = this.#info;
    return [dev, ino, size, mtime?.getTime()].join();
  }

  /**
   * Whether one can go back to what was read of it: not in a pipe, nor in what
   * is unpacked.
   */
  get hasPlaces(): boolean {
    return this.#info.isFile && !this.#isPacked;
  }

  /**
   * Reads it, and what is inside where it is gzip.
   *
   * @param part Which part of it, behind those that were read.
   * @returns The bytes, some at a time and never none. They hold until the next
   * are read.
   * @throws {RangeError} If it is gzip that is cut off or damaged.
   */
  async *read(part: Part): AsyncGenerator<Uint8Array> {
    if (part.start > 0) {
      await this.#file.seek(part.start, Deno.SeekMode.Start);
    }
    const chunks = this.#chunks(part);
    const { value: first, done } = await chunks.next();
    if (done) return;
    this.#isPacked = part.start === 0 && isGzip(first);
    if (this.#isPacked) {
      // What unpacks reads ahead, and so needs each part for itself.
      yield* unpacked(copies(first, chunks));
    } else {
      yield first;
      yield* chunks;
    }
  }

  /** Closes it. */
  close(): void {
    this.#file.close();
  }

  /** Reads on, all the time into one buffer. */
  async *#chunks(
    { start, end = Infinity }: Part,
  ): AsyncGenerator<Uint8Array, undefined> {
    const buffer = new Uint8Array(Math.min(READ_BYTES, end - start));
    for (let at = start; at < end;) {
      const n = await this.#file.read(buffer.subarray(0, end - at));
      if (n === null) return;
      yield buffer.subarray(0, n);
      at += n;
    }
  }
}
