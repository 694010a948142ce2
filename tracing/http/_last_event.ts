/** Bytes that the beginning of a last event may have, cut by a chunk. */
const CARRIED = 64;

/**
 * Lines at the end of a chunk that are looked at. Nothing of a reply comes behind
 * its last event, which has three; the others are for comments that keep a
 * connection open.
 */
const LINES = 16;

/** The last event of a model's stream, in each wire format. */
const LAST_EVENT =
  /^\n(?:data: ?\[DONE\]|event: ?(?:message_stop|response\.(?:completed|incomplete|failed))\b)/;

const [NEWLINE, SPACE, BRACKET, D, E, M, R] = new TextEncoder().encode(
  "\n [demr",
);
const decoder = new TextDecoder();

/**
 * Looks for the last event of a streamed reply: whoever stops reading behind it
 * has the whole reply. Only the beginnings of lines are looked at, as bytes, and
 * only those at the end of a chunk: to go through a whole stream takes as long as
 * all else that is done with it.
 */
export class LastEvent {
  /** The end of what has passed; before the first line, that of another. */
  #carried: Uint8Array = Uint8Array.of(NEWLINE!);
  #seen = false;

  /** Whether it has passed. */
  get seen(): boolean {
    return this.#seen;
  }

  /** Looks at a chunk as it passes. */
  read(chunk: Uint8Array): void {
    if (this.#seen) return;
    const border = joined(this.#carried, chunk.subarray(0, CARRIED));
    this.#seen = hasLastEvent(border) || hasLastEvent(chunk);
    const end = chunk.length < CARRIED ? border : chunk;
    this.#carried = end.slice(-CARRIED);
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

function hasLastEvent(bytes: Uint8Array): boolean {
  let at = bytes.length;
  for (let line = 0; line < LINES && at > 0; line++) {
    at = bytes.lastIndexOf(NEWLINE!, at - 1);
    if (at < 0) return false;
    if (mayBeLast(bytes, at + 1)) {
      const text = decoder.decode(bytes.subarray(at, at + CARRIED));
      if (LAST_EVENT.test(text)) return true;
    }
  }
  return false;
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
