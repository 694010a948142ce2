/** A signal that aborts when the time is over, or when another one does. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #time = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;

  /**
   * @param milliseconds The time.
   * @param asked What was asked, for the message.
   * @param signals The other signals.
   */
  constructor(
    milliseconds: number,
    asked: string,
    signals: readonly AbortSignal[],
  ) {
    this.signal = AbortSignal.any([this.#time.signal, ...signals]);
    this.#timer = setTimeout(() => {
      const problem = `no answer to ${asked} within ${milliseconds / 1000} s`;
      this.#time.abort(new DOMException(problem, "TimeoutError"));
    }, milliseconds);
  }

  /** The error that says so, where it was the time that aborted the signal. */
  get timeout(): DOMException | undefined {
    const { reason } = this.#time.signal;
    return reason !== undefined && this.signal.reason === reason
      ? reason
      : undefined;
  }

  /** Frees the timer: to be called however the wait ends. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
