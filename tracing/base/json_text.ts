/**
 * Every escape of a JSON text, so that a backslash that is escaped itself does
 * not count; the first group is half of a surrogate pair.
 */
const ESCAPES = /\\(?:(ud[89a-f][0-9a-f]{2})|.)/g;

/**
 * Writes a value as JSON that every reader takes: half of a surrogate pair,
 * which strict ones refuse, becomes U+FFFD, in keys too.
 *
 * @param value The value.
 * @param space What `JSON.stringify` indents with.
 * @returns The text, or `undefined` where the value has no JSON.
 * @throws {TypeError} If the value holds a circle or a bigint.
 */
export function jsonText(value: unknown, space?: number): string | undefined {
  const text: string | undefined = JSON.stringify(value, null, space);
  // `JSON.stringify` writes whole characters as they are, and escapes halves.
  if (!text?.includes("\\ud")) return text;
  return text.replace(
    ESCAPES,
    (escape, half: string | undefined) =>
      half === undefined ? escape : "\ufffd",
  );
}
