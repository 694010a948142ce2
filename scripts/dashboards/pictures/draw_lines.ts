import { axis } from "./axis.ts";
import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import { label } from "./label.ts";
import { drawLegend } from "./draw_legend.ts";
import { measured } from "./measured.ts";
import { moved } from "./moved.ts";
import { SERIES_COLOURS } from "./style.ts";
import { valueText } from "./value_text.ts";

/** One line of a chart. */
export interface Line {
  readonly label: string;
  /** A number a step; `undefined` where there is none. */
  readonly values: readonly (number | undefined)[];
}

/** How lines are drawn. */
export interface DrawLinesOptions {
  readonly width: number;
  /** What the steps are called, for what is written below the first and the last. */
  readonly steps: readonly string[];
  /** What the numbers are, as Grafana names units. */
  readonly unit?: string;
}

interface Plot {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly steps: number;
}

const HEIGHT = 130;
const TOP = 8;

/**
 * Draws lines over time, with a legend that has each line's largest number.
 *
 * @param lines The lines, in the order of the colours.
 * @param options The room, the names of the steps and the unit.
 * @returns The chart.
 */
export function drawLines(
  lines: readonly Line[],
  options: DrawLinesOptions,
): Drawing {
  const { width, steps, unit } = options;
  const numbers = lines.flatMap(({ values }) => values)
    .filter((value) => value !== undefined);
  const ticks = axis(Math.max(...numbers, 0));
  const names = ticks.map((tick) => valueText(tick, unit));
  const left = Math.ceil(
    Math.max(...names.map((name) => measured(name, "note"))),
  ) + 10;
  const plot = {
    left,
    width: width - left - 8,
    top: ticks.at(-1) ?? 1,
    steps: steps.length,
  };
  const legend = drawLegend(
    lines.map(({ label, values }) => ({
      label,
      value: valueText(largestOf(values), unit),
    })),
    width,
  );
  const below = TOP + HEIGHT + 30;
  return {
    height: below + legend.height,
    body: [
      ...ticks.map((tick, index) => grid(tick, names[index] ?? "", plot)),
      times(steps, plot),
      ...lines.map((line, index) => drawLine(line, index, plot)),
      moved(legend.body, 0, below),
    ].join("\n"),
  };
}

function largestOf(
  values: readonly (number | undefined)[],
): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

const across = (step: number, { left, width, steps }: Plot) =>
  left + (steps < 2 ? width / 2 : width * step / (steps - 1));

const up = (value: number, { top }: Plot) => TOP + HEIGHT * (1 - value / top);

function grid(tick: number, name: string, plot: Plot): string {
  const { left, width } = plot;
  const y = up(tick, plot);
  return element("line", {
    x1: left,
    y1: y,
    x2: left + width,
    y2: y,
    class: "rule",
  }) +
    label(name, {
      x: left - 8,
      y: y + 4,
      style: "note",
      width: left,
      anchor: "end",
    });
}

function times(steps: readonly string[], plot: Plot): string {
  const y = TOP + HEIGHT + 18;
  const { left, width } = plot;
  const ends = { y, style: "note", width: width / 2 } as const;
  return label(steps[0] ?? "", { ...ends, x: left }) +
    label(steps.at(-1) ?? "", { ...ends, x: left + width, anchor: "end" });
}

/** Steps without a number part a line; a number alone is a dot. */
function drawLine({ values }: Line, index: number, plot: Plot): string {
  const colour = `c${index % SERIES_COLOURS}`;
  const points = values.map((value, step) =>
    value === undefined
      ? undefined
      : [across(step, plot), up(value, plot)].map((length) =>
        Math.round(length * 10) / 10
      )
  );
  const parts: (number[])[][] = [[]];
  for (const point of points) {
    if (point === undefined) parts.push([]);
    else parts.at(-1)?.push(point);
  }
  return parts.filter((part) => part.length > 0).map((part) =>
    element("polyline", {
      class: colour,
      points: part.map((point) => point.join(",")).join(" "),
    }) +
    part.map(([cx = 0, cy = 0]) =>
      element("circle", { class: colour, cx, cy, r: 3 })
    ).join("")
  ).join("");
}
