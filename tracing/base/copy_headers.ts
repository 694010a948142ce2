/**
 * Copies headers: what `new Headers(headers)` gives, but for the time. That takes
 * those of a `Headers` by their iterator, which in Deno 2.9 is ten times as slow
 * as `forEach()`: 50 µs in place of 5 for 17 headers, such as the OpenAI client
 * sends.
 *
 * @param headers The headers, in any of their forms. They are left as they are.
 * @returns The same ones, to be changed.
 */
export function copyHeaders(headers: HeadersInit | undefined): Headers {
  if (!(headers instanceof Headers)) return new Headers(headers);
  const copy = new Headers();
  headers.forEach((value, name) => copy.append(name, value));
  return copy;
}
