import { measured } from "./measured.ts";
import type { TextStyle } from "./text_style.ts";

/**
 * Cuts a text to a width, with an ellipsis where something is gone.
 *
 * @param text The text.
 * @param width The room that there is, in pixels.
 * @param style How it is written.
 * @returns As much of it as fits.
 */
export function fitted(text: string, width: number, style: TextStyle): string {
  if (measured(text, style) <= width) return text;
  const letters = [...text];
  while (
    letters.length > 0 && measured(`${letters.join("")}…`, style) > width
  ) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
