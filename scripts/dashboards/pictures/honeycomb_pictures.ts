import { PANELS } from "../honeycomb/panels.ts";
import { QUESTIONS } from "../questions.ts";
import type { Picture } from "./draw_picture.ts";
import { honeycombPanel } from "./honeycomb_panel.ts";

/**
 * The pictures of Honeycomb's board: one a question, with its queries.
 *
 * @returns The pictures, in the order of the questions.
 */
export function honeycombPictures(): Picture[] {
  return Object.entries(QUESTIONS).map(([name, question]) => ({
    name: `honeycomb-${name}`,
    question,
    of: "Honeycomb board",
    panels: PANELS.filter((panel) => panel.question === name)
      .map(honeycombPanel),
  }));
}
