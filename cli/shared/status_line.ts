const CLEAR_LINE = "\r\x1b[K";
const encoder = new TextEncoder();

/** One line on stderr that is written over and over, where that is a terminal. */
export class StatusLine {
  /** Whether there is anybody to see it. */
  readonly visible: boolean = Deno.stderr.isTerminal();

  /** Puts a text in the place of what it says now. */
  show(text: string): void {
    if (this.visible) Deno.stderr.writeSync(encoder.encode(CLEAR_LINE + text));
  }

  /** Takes it away. */
  clear(): void {
    this.show("");
  }
}
