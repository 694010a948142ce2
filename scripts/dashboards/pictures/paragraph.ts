import type { Drawing } from "./drawing.ts";
import { label } from "./label.ts";
import { TEXT_STYLES, type TextStyle } from "./text_style.ts";
import { wrapped } from "./wrapped.ts";

/**
 * Draws a text over as many lines as it needs.
 *
 * @param text The text.
 * @param width The room that there is.
 * @param style How it is written.
 * @returns Its lines.
 */
export function paragraph(
  text: string,
  width: number,
  style: TextStyle = "note",
): Drawing {
  const { size } = TEXT_STYLES[style];
  const step = Math.round(size * 1.45);
  const lines = wrapped(text, width, style);
  return {
    height: lines.length * step,
    body: lines.map((line, index) =>
      label(line, { x: 0, y: index * step + size, style, width })
    ).join(""),
  };
}
