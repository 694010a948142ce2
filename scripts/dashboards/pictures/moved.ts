import { element } from "./element.ts";

/** Draws something elsewhere. */
export function moved(body: string, x: number, y: number): string {
  if (body === "" || (x === 0 && y === 0)) return body;
  const at = [x, y].map((length) => Math.round(length * 10) / 10).join(" ");
  return element("g", { transform: `translate(${at})` }, body);
}
