/** Waits for what others wait for too, until this caller gives up. */
export async function aborting<R>(
  promise: Promise<R>,
  signal: AbortSignal,
): Promise<R> {
  using aborted = new Aborted(signal);
  return await Promise.race([
    promise,
    aborted.promise.then(() => Promise.reject(signal.reason)),
  ]);
}

/** Waits for a signal, and forgets it once disposed of. */
export class Aborted implements Disposable {
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

  [Symbol.dispose](): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
  }
}
