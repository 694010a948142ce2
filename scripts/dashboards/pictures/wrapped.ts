import { measured } from "./measured.ts";
import type { TextStyle } from "./text_style.ts";

/**
 * Breaks a text at its spaces into lines of at most a width.
 *
 * @param text The text.
 * @param width The room that there is, in pixels.
 * @param style How it is written.
 * @returns The lines.
 */
export function wrapped(
  text: string,
  width: number,
  style: TextStyle,
): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((word) => word !== "")) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measured(longer, style) <= width) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(...pieces(word, width, style));
    }
  }
  return lines;
}

/** A word that is wider than a line goes on in the next. */
function pieces(word: string, width: number, style: TextStyle): string[] {
  const found = [""];
  for (const letter of word) {
    const longer = (found.at(-1) ?? "") + letter;
    if (longer.length > 1 && measured(longer, style) > width) {
      found.push(letter);
    } else {
      found[found.length - 1] = longer;
    }
  }
  return found;
}
