import { TEXT_STYLES, type TextStyle } from "./text_style.ts";
import { textWidth } from "./text_width.ts";

/** Bold letters are wider. */
const BOLD = 1.1;

/** Tells how wide a text is at most in a style, in pixels. */
export function measured(text: string, style: TextStyle): number {
  const { size, bold } = TEXT_STYLES[style];
  return textWidth(text, size) * (bold ? BOLD : 1);
}
