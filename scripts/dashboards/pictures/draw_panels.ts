import type { Drawing } from "./drawing.ts";
import { element } from "./element.ts";
import type { PanelDrawing } from "./panel_drawing.ts";
import { paragraph } from "./paragraph.ts";
import { moved } from "./moved.ts";
import { stacked } from "./stacked.ts";

const PADDING = 14;
const GAP = 14;

/**
 * Draws panels below each other, and narrow ones in two columns.
 *
 * @param panels The panels, in their order.
 * @param width The room that there is.
 * @returns All of them.
 */
export function drawPanels(
  panels: readonly PanelDrawing[],
  width: number,
): Drawing {
  const rows: Drawing[] = [];
  let narrow: PanelDrawing[] = [];
  for (const panel of panels) {
    if (panel.narrow) {
      narrow.push(panel);
      continue;
    }
    rows.push(...inColumns(narrow, width), boxed(panel, width));
    narrow = [];
  }
  rows.push(...inColumns(narrow, width));
  return stacked(rows, GAP);
}

/** Each goes where there is more room; one by itself takes the whole width. */
function inColumns(panels: readonly PanelDrawing[], width: number): Drawing[] {
  if (panels.length < 2) return panels.map((panel) => boxed(panel, width));
  const half = (width - GAP) / 2;
  const columns: [Drawing[], Drawing[]] = [[], []];
  const heightOf = (drawings: readonly Drawing[]) =>
    drawings.reduce((sum, { height }) => sum + height + GAP, 0);
  for (const panel of panels) {
    const [left, right] = columns;
    (heightOf(right) < heightOf(left) ? right : left).push(boxed(panel, half));
  }
  const [left, right] = columns.map((drawings) => stacked(drawings, GAP));
  return [{
    height: Math.max(left?.height ?? 0, right?.height ?? 0),
    body: (left?.body ?? "") + moved(right?.body ?? "", half + GAP, 0),
  }];
}

function boxed(panel: PanelDrawing, width: number): Drawing {
  const room = width - 2 * PADDING;
  const { height, body } = stacked([
    stacked([
      paragraph(panel.title, room, "title"),
      paragraph(panel.description, room),
    ], 2),
    panel.draw(room),
  ], 10);
  const all = height + 2 * PADDING;
  const box = element("rect", {
    class: "panel",
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: all - 1,
    rx: 8,
  });
  return { height: all, body: box + moved(body, PADDING, PADDING) };
}
