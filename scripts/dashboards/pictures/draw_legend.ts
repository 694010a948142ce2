import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import { label } from "./label.ts";
import { measured } from "./measured.ts";
import { SERIES_COLOURS } from "./style.ts";

/** One entry of a legend. */
export interface LegendEntry {
  readonly label: string;
  /** What is written behind its label. */
  readonly value: string;
}

const ROW = 20;
const MARK = 16;
const GAP = 22;

/**
 * Draws what each colour stands for, entry behind entry, over as many rows as that takes.
 *
 * @param entries What is told, in the order of the colours.
 * @param width The room that there is.
 * @returns The legend.
 */
export function drawLegend(
  entries: readonly LegendEntry[],
  width: number,
): Drawing {
  let x = 0;
  let y = 0;
  const body = entries.map(({ label: name, value }, index) => {
    const taken = measured(value, "strong");
    const most = width - MARK - taken - 8;
    const named = Math.min(measured(name, "value"), most);
    const all = MARK + named + 8 + taken;
    if (x > 0 && x + all > width) {
      x = 0;
      y += ROW;
    }
    const drawn = [
      element("rect", {
        class: `c${index % SERIES_COLOURS}`,
        x,
        y: y + 3,
        width: 10,
        height: 10,
        rx: 2,
      }),
      label(name, { x: x + MARK, y: y + 13, style: "value", width: named }),
      label(value, {
        x: x + MARK + named + 8,
        y: y + 13,
        style: "strong",
        width: taken,
      }),
    ].join("");
    x += all + GAP;
    return drawn;
  });
  return { height: y + (entries.length > 0 ? ROW : 0), body: body.join("\n") };
}
