let calls = 0;

/**
 * Runs what an adapter does to the recorder. Frameworks leave scopes open, and
 * go on in scopes that have ended: of a scope that an adapter opened, nothing is
 * said on stderr, since the person can do nothing about it.
 *
 * @typeParam R The type that `call` returns.
 * @param call What to do; what it awaits is not part of it.
 * @returns What `call` returns.
 */
export function byAdapter<R>(call: () => R): R {
  calls++;
  try {
    return call();
  } finally {
    calls--;
  }
}

/**
 * Tells whether an adapter is calling.
 *
 * @returns Whether {@linkcode byAdapter} is running.
 */
export function isAdapterCalling(): boolean {
  return calls > 0;
}
