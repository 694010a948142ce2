/** Waits until a promise is settled, or the time is over. */
export async function settledWithin(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  try {
    await Promise.race([promise.then(() => {}, () => {}), over]);
  } finally {
    clearTimeout(timer);
  }
}
