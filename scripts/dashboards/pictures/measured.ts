import { TEXT_STYLES, type TextStyle } from "./text_style.ts";
import { textWidth } from "./text_width.ts";

/** Bold letters are wider. */
const BOLD = 1.1;

/**
 * Tells how wide a text is at most in a style, in pixels.
 *
 * @param text The text.
 * @param style How it is written.
 * @returns The width.
 */
export function measured(text: string, style: TextStyle): number {
  const { size, bold } = TEXT_STYLES[style];
  return textWidth(text, size) * (bold ? BOLD : 1);
}
