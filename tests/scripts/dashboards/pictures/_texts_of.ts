import type { Drawing } from "../../../../scripts/dashboards/pictures/drawing.ts";
import { elements, parseSvg, textOf } from "./_parse_svg.ts";

/** The texts of a drawing, in the order in which they were drawn. */
export function textsOf({ body }: Drawing): string[] {
  return elements(parseSvg(`<g>${body}</g>\n`), "text").map(textOf);
}
