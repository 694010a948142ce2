/** What XML 1.0 cannot hold, not even as a number. */
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Writes a text so that it can stand in an element or an attribute: names of
 * tools and models come from outside, and may hold anything.
 *
 * @param text The text.
 * @returns The same text, as XML has it; what XML cannot hold is a U+FFFD.
 */
export function escapeXml(text: string): string {
  return text.toWellFormed()
    .replaceAll(FORBIDDEN, "\ufffd")
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
