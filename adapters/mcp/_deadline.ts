/** What is told of a peer that does not answer, while it is waited for. */
export interface Silence {
  /** Milliseconds without an answer. */
  readonly afterMs: number;
  /** Is told what was asked. */
  readonly tell: (request: string) => void;
}

/** A signal that aborts after a time, or when another one does. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #time = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #silence: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param milliseconds The time.
   * @param request What waits for an answer, for the message.
   * @param signals The other signals.
   * @param silence Who is told that there is no answer yet.
   */
  constructor(
    milliseconds: number,
    request: string,
    signals: readonly AbortSignal[],
    silence?: Silence,
  ) {
    this.signal = AbortSignal.any([this.#time.signal, ...signals]);
    this.#timer = setTimeout(() => {
      const problem = `no answer to ${request} within ${milliseconds / 1000} s`;
      this.#time.abort(new DOMException(problem, "TimeoutError"));
    }, milliseconds);
    if (silence === undefined || silence.afterMs >= milliseconds) return;
    this.#silence = setTimeout(() => silence.tell(request), silence.afterMs);
  }

  /** The error for the time, where that is what aborted the signal. */
  get timeout(): DOMException | undefined {
    const { reason } = this.#time.signal;
    return reason !== undefined && this.signal.reason === reason
      ? reason
      : undefined;
  }

  /** Frees the timers. To be called in any case. */
  clear(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#timer);
  }
}
