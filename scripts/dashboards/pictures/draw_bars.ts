import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import { label } from "./label.ts";
import { measured } from "./measured.ts";
import { paragraph } from "./paragraph.ts";
import { stacked } from "./stacked.ts";
import { valueText } from "./value_text.ts";

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What else is to be said of it, on a line of its own. */
  readonly note?: string;
  /**
   * Which of the colours of series it has.
   *
   * @default {0}
   */
  readonly colour?: number;
}

/** How bars are drawn. */
export interface DrawBarsOptions {
  readonly width: number;
  /** What the numbers are, as Grafana names units. */
  readonly unit?: string;
  /**
   * How many bars at most.
   *
   * @default {10}
   */
  readonly limit?: number;
}

const ROW = 32;
const NOTE = 16;
const BAR = 7;

/**
 * Draws a bar for each number, with its label and the number above it.
 *
 * @param bars The bars, in their order.
 * @param options The room, the unit and the most bars.
 * @returns The bars, and how many more there are.
 */
export function drawBars(
  bars: readonly Bar[],
  options: DrawBarsOptions,
): Drawing {
  const { width, unit, limit = 10 } = options;
  const shown = bars.slice(0, limit);
  const largest = Math.max(...shown.map(({ value }) => value), 0);
  const rest = bars.length - shown.length;
  return stacked([
    ...shown.map((bar) => drawBar(bar, largest, { width, unit })),
    ...(rest > 0 ? [paragraph(`${rest} more.`, width)] : []),
  ]);
}

function drawBar(
  bar: Bar,
  largest: number,
  { width, unit }: {
    readonly width: number;
    readonly unit: string | undefined;
  },
): Drawing {
  const { note, colour = 0 } = bar;
  const value = valueText(bar.value, unit);
  const taken = measured(value, "strong");
  const above = note === undefined ? 0 : NOTE;
  const share = largest === 0 ? 0 : Math.max(0, bar.value / largest);
  const body = [
    label(bar.label, {
      x: 0,
      y: 13,
      style: "value",
      width: width - taken - 12,
    }),
    label(value, {
      x: width,
      y: 13,
      style: "strong",
      width: taken,
      anchor: "end",
    }),
    ...(note === undefined
      ? []
      : [label(note, { x: 0, y: 13 + NOTE, style: "note", width })]),
    barOf("track", width, 18 + above),
    barOf(`c${colour}`, width * share, 18 + above),
  ];
  return { height: ROW + above, body: body.join("") };
}

function barOf(className: string, width: number, y: number): string {
  return element("rect", {
    class: className,
    x: 0,
    y,
    width,
    height: BAR,
    rx: 2,
  });
}
