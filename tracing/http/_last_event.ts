/** Characters that the beginning of a last event may have, cut by a chunk. */
const CARRIED = 64;

/** The last event of a model's stream, in each wire format. */
const LAST_EVENT =
  /\n(?:data: ?\[DONE\]|event: ?(?:message_stop|response\.(?:completed|incomplete|failed))\b)/;

/**
 * Looks for the last event of a streamed reply: whoever stops reading behind it
 * has the whole reply.
 */
export class LastEvent {
  readonly #decoder = new TextDecoder();
  #carried = "\n";
  #seen = false;

  /** Whether it has passed. */
  get seen(): boolean {
    return this.#seen;
  }

  /** Looks at a chunk as it passes. */
  read(chunk: Uint8Array): void {
    if (this.#seen) return;
    const text = this.#carried + this.#decoder.decode(chunk, { stream: true });
    this.#seen = LAST_EVENT.test(text);
    this.#carried = text.slice(-CARRIED);
  }
}
