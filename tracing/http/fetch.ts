import { firstFetch, markTraced, originalFetch } from "./_original_fetch.ts";
import { send } from "./_send.ts";

/**
 * `fetch`, traced: a request that is made inside a span gets a client span of
 * its own and carries W3C trace context to the server. Outside of any span it
 * is `fetch` and adds nothing.
 *
 * Some model clients keep the `fetch` that they find when they are made: pass
 * them this one. It calls what `globalThis.fetch` is at that moment, so that a
 * test can replace it, and makes one span for each request even where the
 * global one is traced too.
 *
 * The span ends when the reply's body has been read, has failed or was
 * cancelled. Bodies pass through chunk by chunk, and are never buffered.
 *
 * @example Usage
 * ```ts
 * import { tracedFetch } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   (request) => Response.json(request.headers.get("traceparent")),
 * );
 * const response = await tracedFetch(`http://127.0.0.1:${server.addr.port}/`);
 *
 * // No span is active here, so no header was sent.
 * assertEquals(await response.json(), null);
 * ```
 *
 * @param input What to fetch.
 * @param init Options of the request, those of Deno's own `fetch`.
 * @returns The reply.
 * @throws Whatever `fetch` throws, the same object.
 */
export function tracedFetch(
  input: RequestInfo | URL,
  init?: RequestInit & { client?: Deno.HttpClient },
): Promise<Response> {
  return send({ fetch: originalFetch(globalThis.fetch) }, input, init);
}

// If this becomes the global `fetch`, it must not call itself.
markTraced(tracedFetch, firstFetch);
