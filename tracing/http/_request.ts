import type { FetchInit } from "./_original_fetch.ts";

/** A request as the caller made it, of which only the head is read. */
export interface HttpRequest {
  /** The first argument, untouched. */
  readonly input: RequestInfo | URL;
  /** The second argument, untouched. */
  readonly init: FetchInit | undefined;
  /** The method, in capitals. */
  readonly method: string;
  /** Where it goes. */
  readonly url: URL;
  /** A copy of its headers. */
  readonly headers: Headers;
}

/**
 * Reads the head of a request. The arguments are left as they are.
 *
 * @param input What to fetch.
 * @param init Options of the request.
 * @returns The request, or `undefined` where it is no HTTP, or where `fetch`
 * is going to refuse it and had better say so itself.
 */
export function readRequest(
  input: RequestInfo | URL,
  init: FetchInit | undefined,
): HttpRequest | undefined {
  const request = input instanceof Request ? input : undefined;
  const url = URL.parse(
    request?.url ?? String(input),
    globalThis.location?.href,
  );
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  try {
    const headers = new Headers(init?.headers ?? request?.headers);
    const method = String(init?.method ?? request?.method ?? "GET");
    return { input, init, method: method.toUpperCase(), url, headers };
  } catch {
    return undefined;
  }
}

/**
 * Tells whether a request opens a stream of events that stays open for a whole
 * session, as MCP's Streamable HTTP has it.
 */
export function opensSessionStream(request: HttpRequest): boolean {
  return request.method === "GET" &&
    (request.headers.get("accept")?.includes("text/event-stream") ?? false);
}

/**
 * Adds headers to a request's own. A `traceparent` that the caller set is a
 * decision of the caller's: nothing is added then.
 *
 * @param request The request. It is not changed.
 * @param added The headers to add, where the request has none of that name.
 * @returns The second argument for `fetch`.
 */
export function withHeaders(
  request: HttpRequest,
  added: Readonly<Record<string, string>>,
): FetchInit | undefined {
  const { init, headers } = request;
  const names = Object.keys(added).filter((name) => !headers.has(name));
  if (names.length === 0 || headers.has("traceparent")) return init;
  for (const name of names) headers.set(name, added[name]!);
  if (init === undefined || isPlain(init)) return { ...init, headers };
  // A `Request`, or another object with getters: a copy would lose them.
  return new Proxy(init, {
    get: (target, key) =>
      key === "headers" ? headers : Reflect.get(target, key),
  });
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The text of a request's body, where it is at hand: a string, bytes, or the
 * JSON of a `Request`, of which a copy is read. Other streams are left alone.
 *
 * @param request The request, not yet sent.
 * @returns The text, or `undefined` where reading it would use the body up.
 */
export function bodyText(
  { input, init, headers }: HttpRequest,
): string | Promise<string> | undefined {
  const body = init?.body;
  if (typeof body === "string") return body;
  if (
    body === undefined && input instanceof Request && input.body !== null &&
    !input.bodyUsed && headers.get("content-type")?.includes("json")
  ) {
    return input.clone().text();
  }
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body)
    ? new TextDecoder().decode(body)
    : undefined;
}
