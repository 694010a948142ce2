import type { Panel } from "./panel.ts";

/** Where a panel stands, in Grafana's units: a line has 24. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A panel, and where it stands. */
export interface PlacedPanel {
  readonly panel: Panel;
  readonly at: Place;
}

const LINE = 24;
const HEIGHT = 8;
const TRACE_HEIGHT = 20;

/**
 * Places panels below each other: a table and a trace over the whole width,
 * what stands between them two or three a line.
 */
export function placePanels(
  panels: readonly Panel[],
  top: number,
): PlacedPanel[] {
  const placed: PlacedPanel[] = [];
  let y = top;
  for (const line of lines(panels)) {
    const w = LINE / line.length;
    const h = line[0]?.draw === "trace" ? TRACE_HEIGHT : HEIGHT;
    placed.push(
      ...line.map((panel, i) => ({ panel, at: { x: i * w, y, w, h } })),
    );
    y += h;
  }
  return placed;
}

function lines(panels: readonly Panel[]): Panel[][] {
  const found: Panel[][] = [];
  let narrow: Panel[] = [];
  const endNarrow = () => {
    found.push(...inLines(narrow));
    narrow = [];
  };
  for (const panel of panels) {
    if (panel.draw === "table" || panel.draw === "trace") {
      endNarrow();
      found.push([panel]);
    } else narrow.push(panel);
  }
  endNarrow();
  return found;
}

/** Two a line for four of them, else three. */
function inLines(panels: readonly Panel[]): Panel[][] {
  const most = panels.length === 4 ? 2 : 3;
  const count = Math.ceil(panels.length / most);
  return Array.from(
    { length: count },
    (_, i) => panels.slice(i * most, (i + 1) * most),
  );
}
