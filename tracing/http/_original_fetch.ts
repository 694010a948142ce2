/** The global `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** What Deno's `fetch` takes as its second argument. */
export type FetchInit = RequestInit & { client?: Deno.HttpClient };

/** The `fetch` that was there first, which calls nothing of ours. */
export const firstFetch: Fetch = globalThis.fetch;

/** What each traced `fetch` stands for where it stands for the global one. */
const originals = new WeakMap<Fetch, Fetch>();

/** Makes known that a `fetch` is traced. */
export function markTraced(traced: Fetch, original: Fetch): void {
  originals.set(traced, original);
}

/** Tells whether a `fetch` is one of ours. */
export function isTraced(fetch: Fetch): boolean {
  return originals.has(fetch);
}

/**
 * Gets what a traced `fetch` stands for, so that nothing is traced twice.
 *
 * @param fetch The function.
 * @returns The original, or the same function where it is not ours.
 */
export function originalFetch(fetch: Fetch): Fetch {
  return originals.get(fetch) ?? fetch;
}
