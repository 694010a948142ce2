/**
 * How wide letters are, in parts of their size, in the widest of the fonts that
 * systems come with: in every other one a text takes less.
 */
const CLASSES: readonly (readonly [string, number])[] = [
  ["ijlI|'", 0.3],
  [" .,;:!/\\", 0.35],
  ["tf()[]-`", 0.41],
  ['rsczJ_"*', 0.55],
  ["mw+=<>~@%#…MW&—", 1],
  ["ABCDEFGHKLNOPQRSTUVXYZ", 0.76],
];

const WIDTHS = new Map(
  CLASSES.flatMap(([letters, width]) =>
    [...letters].map((letter) => [letter, width] as const)
  ),
);

/** Figures, and the letters that are left. */
const OTHER = 0.635;
/** Beyond Latin, Greek and Cyrillic, a letter may be as wide as it is high. */
const WIDE_FROM = 0x1100;

/**
 * Tells how wide a text is at most, in pixels.
 *
 * @param text The text.
 * @param size The size of its letters, in pixels.
 * @returns The width.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) {
    const wide = (letter.codePointAt(0) ?? 0) >= WIDE_FROM;
    width += WIDTHS.get(letter) ?? (wide ? 1.1 : OTHER);
  }
  return width * size;
}
