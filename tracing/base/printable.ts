/**
 * What could move the cursor, change colours, set a title or the clipboard, or
 * reverse the text: all but line ends and tabs.
 */
const UNSAFE =
  // deno-lint-ignore no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes a text that somebody else wrote safe to show: whoever wrote it (a tool,
 * a model, a server's stderr, a trace file) must not be able to drive the
 * reader's terminal. Line ends and tabs stay.
 *
 * @param text The text.
 * @returns The text, with `\ufffd` in the place of each control character.
 */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSAFE, "\ufffd");
}

/**
 * Makes a text that somebody else wrote safe to show as a part of a line, of
 * which it must not make two.
 *
 * @param text The text.
 * @returns The text, with `\ufffd` in the place of each control character, line
 * ends and tabs among them.
 */
export function printableLine(text: string): string {
  return printable(text).replace(/[\n\t]/g, "\ufffd");
}

/**
 * Makes a JSON text safe to show, as the same value: `JSON.stringify` escapes
 * the oldest of the control characters only.
 *
 * @param json The JSON text.
 * @returns The same value, with its control characters escaped.
 */
export function printableJson(json: string): string {
  return json.replace(
    UNSAFE,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
