import { type FetchInit, originalFetch } from "./_original_fetch.ts";
import type { BodyListener, WatchBody } from "./_body_listener.ts";
import { send } from "./_send.ts";

export type { BodyListener, WatchBody };

/**
 * `tracedFetch` for a caller that passes the reply's body on by itself, and so
 * can tell how that goes: no other stream is put around it.
 *
 * @param input What to fetch.
 * @param init Options of the request, those of Deno's own `fetch`.
 * @param watch Is given the reply, and the listener that is to be called as its
 * body is read; it is not called where the request has no span of its own.
 * @returns What `watch` has returned, or the reply as it came.
 * @throws Whatever `fetch` throws, the same object.
 */
export function fetchWatched(
  input: RequestInfo | URL,
  init: FetchInit | undefined,
  watch: WatchBody,
): Promise<Response> {
  const fetch = originalFetch(globalThis.fetch);
  return send({ fetch, watch }, input, init);
}
