/**
 * Runs what only observes. Whatever goes wrong in it is not the program's
 * concern: frameworks and peers hand over anything, and the program is to get
 * what it would get with no adapter. Every listener, hook and callback of an
 * adapter goes through here.
 *
 * @typeParam R The type that `observe` returns.
 * @param observe What to do; what it awaits is not part of it.
 * @returns What `observe` returns; `undefined` where it threw.
 */
export function guarded<R>(observe: () => R): R | undefined {
  try {
    return observe();
  } catch {
    return undefined;
  }
}

/**
 * Shows an observer how a value of somebody else's settles, which may be no
 * promise.
 *
 * @param value The value; a promise that rejects is still for its owner to handle.
 * @param done Is given what it resolves to.
 * @param failed Is given what it rejects with.
 */
export function whenSettled<T>(
  value: T | PromiseLike<T>,
  done: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  Promise.resolve(value).then(
    (settled) => guarded(() => done(settled)),
    (error) => guarded(() => failed(error)),
  );
}
