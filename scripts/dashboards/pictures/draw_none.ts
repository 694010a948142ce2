import type { Drawing } from "./drawing.ts";
import { paragraph } from "./paragraph.ts";

/**
 * Says that a query found nothing, which is what it is for where nothing went wrong.
 *
 * @param width The room that there is.
 * @returns The sentence.
 */
export function drawNone(width: number): Drawing {
  return paragraph("None in the demo.", width, "value");
}
