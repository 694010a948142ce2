import type { Drawing } from "./drawing.ts";
import { moved } from "./moved.ts";

/**
 * Puts drawings below each other.
 *
 * @param drawings The drawings, from above.
 * @param gap What is between them, in pixels.
 * @returns All of them as one.
 */
export function stacked(drawings: readonly Drawing[], gap = 0): Drawing {
  let height = 0;
  const body: string[] = [];
  for (const [index, drawing] of drawings.entries()) {
    if (index > 0) height += gap;
    body.push(moved(drawing.body, 0, height));
    height += drawing.height;
  }
  return { height, body: body.join("\n") };
}
