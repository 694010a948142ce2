/** So much is read at a time: more is no faster, and takes more memory. */
const READ_BYTES = 256 * 1024;

/** Whether a file begins as gzip does: with FLG and method as RFC 1952 has them. */
function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b && start[2] === 8;
}

/** Reads on into the buffers that it is given, or all the time into one. */
async function* rawChunks(
  file: Deno.FsFile,
  nextBuffer: () => Uint8Array,
): AsyncGenerator<Uint8Array> {
  while (true) {
    const buffer = nextBuffer();
    const n = await file.read(buffer);
    if (n === null) return;
    yield buffer.subarray(0, n);
  }
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

async function* chain(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/**
 * Reads a file's bytes part by part, those inside where it is gzip.
 *
 * @param path The file.
 * @returns Its parts, none of them empty. Each holds until the next is read.
 * @throws {RangeError} If it is gzip that is cut off or damaged.
 */
export async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = await Deno.open(path);
  try {
    const buffer = new Uint8Array(READ_BYTES);
    const n = await file.read(buffer);
    if (n === null) return;
    const first = buffer.subarray(0, n);
    if (isGzip(first)) {
      // What unpacks reads ahead, and so needs each part for itself.
      const others = rawChunks(file, () => new Uint8Array(READ_BYTES));
      yield* unpacked(chain(first, others));
    } else {
      yield first;
      yield* rawChunks(file, () => buffer);
    }
  } finally {
    file.close();
  }
}
