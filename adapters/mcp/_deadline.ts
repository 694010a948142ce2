/** A signal that aborts after a time, or when another one does. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #time = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;

  /**
   * @param milliseconds The time.
   * @param request What waits for an answer, for the message.
   * @param signals The other signals.
   */
  constructor(
    milliseconds: number,
    request: string,
    signals: readonly AbortSignal[],
  ) {
    this.signal = AbortSignal.any([this.#time.signal, ...signals]);
    this.#timer = setTimeout(() => {
      const problem = `no answer to ${request} within ${milliseconds / 1000} s`;
      this.#time.abort(new DOMException(problem, "TimeoutError"));
    }, milliseconds);
  }

  /** The error for the time, where that is what aborted the signal. */
  get timeout(): DOMException | undefined {
    const { reason } = this.#time.signal;
    return reason !== undefined && this.signal.reason === reason
      ? reason
      : undefined;
  }

  /** Frees the timer. To be called in any case. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
