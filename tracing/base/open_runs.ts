/** Runs that the program has begun and not ended, adapters' own apart. */
export const openRuns: Set<object> = new Set();
