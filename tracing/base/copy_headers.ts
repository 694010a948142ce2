/**
 * Copies headers: what `new Headers(headers)` gives, but for the time. The
 * iterator of a `Headers` is ten times as slow in Deno 2.9 as its `forEach()`:
 * 50 µs in place of 5 for 17 headers, such as the OpenAI client sends. Neither
 * the copy is made with it, nor a request that is made of the copy.
 *
 * @param headers The headers, in any of their forms. They are left as they are.
 * @returns The same ones, to be changed.
 */
export function copyHeaders(headers: HeadersInit | undefined): Headers {
  const copy = new Headers(headers instanceof Headers ? undefined : headers);
  if (headers instanceof Headers) {
    headers.forEach((value, name) => copy.append(name, value));
  }
  return Object.defineProperty(copy, Symbol.iterator, ITERATOR);
}

/** What `fetch` and `new Request` read a `Headers` by. */
const ITERATOR: PropertyDescriptor = {
  value(this: Headers): ReturnType<Headers["entries"]> {
    const entries: [string, string][] = [];
    this.forEach((value, name) => void entries.push([name, value]));
    return entries.values();
  },
  writable: true,
  configurable: true,
};
