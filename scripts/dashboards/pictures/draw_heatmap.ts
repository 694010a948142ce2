import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import type { Line } from "./draw_lines.ts";
import { label } from "./label.ts";
import { measured } from "./measured.ts";
import { valueText } from "./value_text.ts";

/** How a distribution is drawn. */
export interface DrawHeatmapOptions {
  readonly width: number;
  /** What the steps are called, for what is written below the first and the last. */
  readonly steps: readonly string[];
}

const ROW = 24;

/**
 * Draws a distribution over time: a row a class, the largest on top, and in
 * each cell how many there are, the darker the more.
 *
 * @param found The classes that something is in, by the most that each holds.
 * @param options The room, and the names of the steps.
 * @returns The cells, with the classes to their left.
 */
export function drawHeatmap(
  found: readonly Line[],
  options: DrawHeatmapOptions,
): Drawing {
  const classes = doublings(found);
  const { width, steps } = options;
  const names = classes.map((each) => measured(nameOf(each), "note"));
  const left = Math.min(width / 3, Math.ceil(Math.max(...names, 0)) + 10);
  const cell = (width - left) / Math.max(1, steps.length);
  const most = Math.max(
    1,
    ...classes.flatMap(({ values }) => values.map((value) => value ?? 0)),
  );
  const body = classes.toReversed().map((each, row) => {
    const y = row * ROW;
    const cells = steps.map((_, step) =>
      drawCell(each.values[step] ?? 0, most, { x: left + step * cell, y, cell })
    );
    return label(nameOf(each), {
      x: left - 8,
      y: y + 16,
      style: "note",
      width: left - 8,
      anchor: "end",
    }) + cells.join("");
  });
  const y = classes.length * ROW + 16;
  const ends = { y, style: "note", width: (width - left) / 2 } as const;
  body.push(label(steps[0] ?? "", { ...ends, x: left }));
  if (steps.length > 1) {
    const last = steps.at(-1) ?? "";
    body.push(label(last, { ...ends, x: width, anchor: "end" }));
  }
  return { height: y + 8, body: body.join("\n") };
}

/** Classes that nothing is in stand between the others: each is twice the one before. */
function doublings(found: readonly Line[]): Line[] {
  const byLabel = new Map(found.map((each) => [each.label, each]));
  const sizes = found.map(({ label }) => Number(label));
  const classes: Line[] = [];
  for (let size = Math.min(...sizes); size <= Math.max(...sizes); size *= 2) {
    const label = `${size}`;
    classes.push(byLabel.get(label) ?? { label, values: [] });
  }
  return classes;
}

/** A class is named after the most that is in it. */
const nameOf = ({ label }: Line) => `to ${valueText(Number(label))}`;

function drawCell(
  value: number,
  most: number,
  { x, y, cell }: {
    readonly x: number;
    readonly y: number;
    readonly cell: number;
  },
): string {
  const box = { x: x + 1, y: y + 1, width: cell - 2, height: ROW - 2, rx: 2 };
  if (value === 0) {
    return element("rect", { ...box, class: "track", opacity: 0.35 });
  }
  const opacity = 0.2 + 0.35 * value / most;
  return element("rect", { ...box, class: "c0", opacity }) +
    label(valueText(value), {
      x: x + cell / 2,
      y: y + 16,
      style: "strong",
      width: cell,
      anchor: "middle",
    });
}
