import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import { paragraph } from "./paragraph.ts";
import { stacked } from "./stacked.ts";

/** One entry of a list: a link of a menu, or what a search found. */
export interface ListEntry {
  readonly label: string;
  /** What stands below it, in smaller or softer letters. */
  readonly notes: readonly string[];
}

/**
 * Draws entries below each other, each with its notes.
 *
 * @param entries The entries, in their order.
 * @param width The room that there is.
 * @returns The list.
 */
export function drawList(
  entries: readonly ListEntry[],
  width: number,
): Drawing {
  const indent = 14;
  return stacked(
    entries.map(({ label, notes }) => {
      const lines = stacked([
        paragraph(label, width - indent, "strong"),
        ...notes.map((note) => paragraph(note, width - indent)),
      ]);
      const bar = element("rect", {
        class: "c0",
        x: 0,
        y: 2,
        width: 3,
        height: lines.height - 2,
        rx: 1.5,
      });
      const { height, body } = lines;
      return {
        height,
        body: bar +
          element("g", { transform: `translate(${indent} 0)` }, body),
      };
    }),
    8,
  );
}
