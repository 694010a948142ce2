import type { HttpEnd } from "./http_observer.ts";

/** Requests outside of any run that have not ended. */
const open = new Set<(end: HttpEnd) => void>();

/** Bodies that were dropped without having been read. */
const dropped = new FinalizationRegistry<() => void>((end) => end());

/**
 * Keeps a request that is made outside of any run, whose scope would end it.
 */
export function trackOutside(close: (end: HttpEnd) => void): () => void {
  open.add(close);
  return () => open.delete(close);
}

/**
 * Ends the spans of requests outside of any run whose bodies nobody has read:
 * for a shutdown, after which they would be lost.
 */
export function endOpenRequests(): void {
  for (const close of [...open]) close({ time: Date.now() });
}

/**
 * Calls `end` once a body is garbage, which in a process that runs for long is
 * how a reply that nobody reads ends.
 */
export function whenDropped(body: object, end: () => void): void {
  dropped.register(body, end);
}
