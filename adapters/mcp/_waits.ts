/** Waits until a promise is settled, or the time is over. */
export async function settledWithin(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([promise.then(() => {}, () => {}), over]);
  clearTimeout(timer);
}

/** Waits until a signal aborts, or the time is over. */
export async function abortedWithin(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<unknown>();
  signal.addEventListener("abort", resolve, { once: true });
  await settledWithin(milliseconds, promise);
  signal.removeEventListener("abort", resolve);
}

/** Waits for a promise that others wait for too, unless the signal aborts. */
export async function unlessAborted<R>(
  promise: Promise<R>,
  signal: AbortSignal,
): Promise<R> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
