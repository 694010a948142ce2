/** Bytes of a line that are looked at: more than tell the last event. */
const LOOKED_AT = 64;

/**
 * Lines at the end of a chunk that are looked at. Nothing of a reply comes behind
 * its last event, which has three; the others are for comments that keep a
 * connection open.
 */
const LINES = 8;

/** What the last event of a model's stream begins with, in each wire format. */
const LAST_EVENT =
  /^(?:data: ?\[DONE\]|event: ?(?:message_stop|response\.(?:completed|incomplete|failed))\b)/;

const [NEWLINE, SPACE, BRACKET, D, E, M, R] = new TextEncoder().encode(
  "\n [demr",
);
const NO_BYTES = new Uint8Array();
const decoder = new TextDecoder();

/**
 * Looks for the last event of a streamed reply: whoever stops reading behind it
 * has the whole reply. Only the beginnings of lines are looked at, as bytes, and
 * only those at the end of a chunk: to go through a whole stream takes as long as
 * all else that is done with it.
 */
export class LastEvent {
  /** The beginning of a line that a chunk has cut. */
  #cut: Uint8Array = NO_BYTES;
  #seen = false;

  /** Whether it has passed. */
  get seen(): boolean {
    return this.#seen;
  }

  /** Looks at a chunk as it passes. */
  read(chunk: Uint8Array): void {
    if (this.#seen || chunk.length === 0) return;
    const first = joined(this.#cut, chunk);
    this.#seen = isLast(first, 0) || endsWithLast(chunk);
    const end = chunk.lastIndexOf(NEWLINE!) + 1;
    // What is kept is a copy: the program may use the chunk again.
    if (end === chunk.length) this.#cut = NO_BYTES;
    else if (end === 0) this.#cut = first.slice(0, LOOKED_AT);
    else this.#cut = chunk.slice(end, end + LOOKED_AT);
  }
}

/** A line that was cut, as far as it is looked at. */
function joined(cut: Uint8Array, chunk: Uint8Array): Uint8Array {
  if (cut.length === 0) return chunk;
  const more = chunk.subarray(0, LOOKED_AT);
  const bytes = new Uint8Array(cut.length + more.length);
  bytes.set(cut);
  bytes.set(more, cut.length);
  return bytes;
}

/** Whether one of the last lines that begin in a chunk is that of the event. */
function endsWithLast(chunk: Uint8Array): boolean {
  let at = chunk.length;
  for (let line = 0; line < LINES && at > 0; line++) {
    at = chunk.lastIndexOf(NEWLINE!, at - 1);
    if (at < 0) return false;
    if (isLast(chunk, at + 1)) return true;
  }
  return false;
}

/** Whether the line that begins at a place is that of the last event. */
function isLast(bytes: Uint8Array, start: number): boolean {
  return mayBeLast(bytes, start) && LAST_EVENT.test(
    decoder.decode(bytes.subarray(start, start + LOOKED_AT)),
  );
}

/** Whether a line begins as `data: [`, `event: m` or `event: r` do. */
function mayBeLast(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] === D) return valueAt(bytes, start + 5) === BRACKET;
  if (bytes[start] !== E) return false;
  const first = valueAt(bytes, start + 6);
  return first === M || first === R;
}

/** The first byte of a value, before which there may be a space. */
function valueAt(bytes: Uint8Array, at: number): number | undefined {
  return bytes[at] === SPACE ? bytes[at + 1] : bytes[at];
}
