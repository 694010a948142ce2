/** Texts that would drive a terminal, each with a plain word before and after. */
export const DRIVES_A_TERMINAL: readonly string[] = [
  "\x1b[2J\x1b[H", // Clears it.
  "\x1b]0;title\x07", // Sets its title.
  "\x1b]8;;https://bad.example\x1b\\link\x1b]8;;\x1b\\",
  "\x1b]52;c;YmFk\x07", // Writes the clipboard.
  "\x9b31m\x9d0;t\x9c\x90q\x9c", // The same in one character each.
  "\x07\x08\r\x0b\x0c\x0e\x0f\x7f\x00",
  "\u202e\u2066\u2069\u202a\u2028\u2029", // Reverses what follows.
].map((text) => `before${text}after`);

/** All of them, on a line each. */
export const DRIVING_TEXT: string = DRIVES_A_TERMINAL.join("\n");

/** The control characters in a text, but for line ends and tabs. */
export function controlCharacters(text: string): string[] {
  return [
    ...text.matchAll(
      /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    ),
  ].map(([found]) => found).filter((found) => !"\n\t".includes(found))
    .map((found) => `U+${found.charCodeAt(0).toString(16)}`);
}
