/** Waits for what others wait for too, until this caller gives up. */
export async function aborting<R>(
  promise: Promise<R>,
  signal: AbortSignal,
): Promise<R> {
  const aborted = new Aborted(signal);
  return await Promise.race([
    promise,
    aborted.promise.then(() => Promise.reject(signal.reason)),
  ]).finally(() => aborted.forget());
}

/** Waits for a signal, until it is told to forget it. */
export class Aborted {
  readonly promise: Promise<void>;
  readonly #signal: AbortSignal;
  readonly #onAbort: () => void;

  constructor(signal: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.promise = promise;
    this.#signal = signal;
    this.#onAbort = resolve;
    if (signal.aborted) resolve();
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  forget(): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
  }
}
