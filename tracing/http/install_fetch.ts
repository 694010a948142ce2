import { type FetchInit, isTraced, markTraced } from "./_original_fetch.ts";
import { callFetch, send } from "./_send.ts";

/**
 * Puts a traced `fetch` in the place of the global one. Where one is there
 * already, that one stays.
 *
 * @returns Puts the original back if the global one is still ours. Where
 * somebody wrapped ours meanwhile, it stays in the chain and adds nothing.
 */
export function installFetch(): () => void {
  const original = globalThis.fetch;
  if (isTraced(original)) return () => {};
  let installed = true;
  const fetch = (input: RequestInfo | URL, init?: FetchInit) =>
    installed
      ? send({ fetch: original }, input, init)
      : callFetch(original, input, init);
  markTraced(fetch, original);
  globalThis.fetch = fetch;
  return () => {
    installed = false;
    if (globalThis.fetch === fetch) globalThis.fetch = original;
  };
}
