import { element } from "./element.ts";

/**
 * Draws something elsewhere.
 *
 * @param body The elements.
 * @param x How far to the right.
 * @param y How far down.
 * @returns The elements, in one that moves them.
 */
export function moved(body: string, x: number, y: number): string {
  if (body === "" || (x === 0 && y === 0)) return body;
  const at = [x, y].map((length) => Math.round(length * 10) / 10).join(" ");
  return element("g", { transform: `translate(${at})` }, body);
}
