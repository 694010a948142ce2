import { copyHeaders } from "../base/copy_headers.ts";
import type { SentBody } from "../base/http_observer.ts";
import type { FetchInit } from "./_original_fetch.ts";

/** What `fetch` is called with. */
export interface FetchArguments {
  /** The first argument. */
  readonly input: RequestInfo | URL;
  /** The second argument. */
  readonly init: FetchInit | undefined;
}

/** A request as the caller made it, of which only the head is read. */
export interface HttpRequest extends FetchArguments {
  /** The method, in capitals. */
  readonly method: string;
  /** Where it goes. */
  readonly url: URL;
  /** Its headers, to be read only: they may be the caller's own. */
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
  try {
    const url = URL.parse(
      request?.url ?? String(input),
      globalThis.location?.href,
    );
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
    const given = keptHeaders(init?.headers);
    const sent = given === undefined ? request?.headers : given;
    // A copy takes as long as all else here.
    const headers = sent instanceof Headers ? sent : new Headers(sent);
    const method = String(init?.method ?? request?.method ?? "GET");
    return {
      input,
      init: given === init?.headers ? init : withHeaders(init, given),
      method: method.toUpperCase(),
      url,
      headers,
    };
  } catch {
    return undefined;
  }
}

/** The same headers, where they can be gone through more than once. */
function keptHeaders(headers: HeadersInit | undefined): typeof headers {
  const isOnce = typeof headers === "object" && headers !== null &&
    Symbol.iterator in headers && !Array.isArray(headers) &&
    !(headers instanceof Headers);
  return isOnce ? [...headers] : headers;
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
 * Adds headers to a request's own, and leaves all else as it would be sent: the
 * order, names that are there twice, the body. A `traceparent` that the caller
 * set is a decision of the caller's: nothing is added then.
 *
 * @param request The request. It is not changed.
 * @param added The headers to add, where the request has none of that name.
 * @returns What to call `fetch` with.
 */
export function addHeaders(
  { input, init, headers }: HttpRequest,
  added: Readonly<Record<string, string>>,
): FetchArguments {
  const names = Object.keys(added).filter((name) => !headers.has(name));
  if (names.length === 0 || headers.has("traceparent")) return { input, init };
  const more = names.map((name): [string, string] => [name, added[name]!]);
  const given = init?.headers;
  if (given !== undefined || !(input instanceof Request)) {
    return { input, init: withHeaders(init, extended(given, more)) };
  }
  // What `fetch` does with a `Request`. Only a copy's headers keep apart what
  // has the same name.
  const copy = new Request(input, init);
  for (const [name, value] of more) copy.headers.set(name, value);
  return { input: copy, init: undefined };
}

/** Headers of the same kind, with some more. */
function extended(
  given: HeadersInit | undefined,
  more: [string, string][],
): HeadersInit {
  if (Array.isArray(given)) return [...given, ...more];
  if (given !== undefined && !(given instanceof Headers)) {
    return { ...given as Record<string, string>, ...Object.fromEntries(more) };
  }
  const headers = copyHeaders(given);
  for (const [name, value] of more) headers.set(name, value);
  return headers;
}

/** Options of a request with other headers. */
function withHeaders(
  init: FetchInit | undefined,
  headers: HeadersInit | undefined,
): FetchInit {
  if (init === undefined || isPlain(init)) {
    return { ...init, ...(headers !== undefined && { headers }) };
  }
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
 * The body of a request, where it is at hand: a string, a copy of bytes, or the
 * JSON of a `Request`, of which a copy is read. Other streams are left alone.
 *
 * @param request The request, not yet sent.
 * @returns The body, or `undefined` where reading it would use it up.
 */
export function sentBody(
  { input, init, headers }: HttpRequest,
): SentBody | Promise<string | undefined> | undefined {
  const body = init?.body;
  if (typeof body === "string") return body;
  if (
    body === undefined && input instanceof Request && !input.bodyUsed &&
    headers.get("content-type")?.includes("json")
  ) {
    // To look at its `body` alone would make a stream of it, which is sent in
    // chunks and without its length. To copy it does not.
    return textAtHand(input.clone());
  }
  // Copies: the program may write over its own.
  if (body instanceof ArrayBuffer) return new Uint8Array(body.slice());
  if (!ArrayBuffer.isView(body)) return undefined;
  const { buffer, byteOffset, byteLength } = body;
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/** More turns than the cancelling of a body takes that is at hand. */
const TURNS = 10;

/**
 * The text of a copy's body, unless it is a stream, whose source would have to
 * run as fast as it is read here. What tells: of two copies of a stream, the
 * one that is cancelled waits for the other.
 */
async function textAtHand(copy: Request): Promise<string | undefined> {
  let atHand = false;
  copy.clone().body?.cancel().then(() => atHand = true, () => {});
  for (let turn = 0; turn < TURNS && !atHand; turn++) await undefined;
  if (atHand) return await copy.text();
  await copy.body?.cancel();
  return undefined;
}
