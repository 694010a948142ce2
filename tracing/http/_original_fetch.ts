/** The global `fetch`. */
export type Fetch = typeof globalThis.fetch;

/** What Deno's `fetch` takes as its second argument. */
export type FetchInit = RequestInit & { client?: Deno.HttpClient };

/** The global `fetch` when this was loaded, which calls nothing of ours. */
export const firstFetch: Fetch = globalThis.fetch;

/** The `fetch` that each traced one replaces. */
const originals = new WeakMap<Fetch, Fetch>();

/** Notes that a `fetch` is traced, and which one it replaces. */
export function markTraced(traced: Fetch, original: Fetch): void {
  originals.set(traced, original);
}

/** Tells whether a `fetch` is one of ours. */
export function isTraced(fetch: Fetch): boolean {
  return originals.has(fetch);
}

/**
 * Gets the `fetch` that a traced one replaces, so that none is traced twice.
 *
 * @param fetch The function.
 * @returns The original, or the same function where it is not ours.
 */
export function originalFetch(fetch: Fetch): Fetch {
  return originals.get(fetch) ?? fetch;
}
