import type { HttpEnd } from "./http_observer.ts";

/** Ends each request that was made outside of any run and has not ended. */
const openRequests = new Set<(end: HttpEnd) => void>();

/**
 * Keeps a request that is made outside of any run, where no scope ends it.
 *
 * @param close Ends the request's span.
 * @returns To be called once the span has ended.
 */
export function trackOpenRequest(close: (end: HttpEnd) => void): () => void {
  openRequests.add(close);
  return () => openRequests.delete(close);
}

/** Ends the requests that are kept: after a shutdown their spans are lost. */
export function endOpenRequests(): void {
  for (const close of [...openRequests]) close({ time: Date.now() });
}
