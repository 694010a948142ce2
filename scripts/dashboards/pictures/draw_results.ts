import type { Panel } from "../grafana/panel.ts";
import type { Result, Rows } from "../result.ts";
import type { Found } from "./ask_recorded.ts";
import { type Bar, drawBars } from "./draw_bars.ts";
import { drawHeatmap } from "./draw_heatmap.ts";
import { drawLines, type Line } from "./draw_lines.ts";
import type { Drawing } from "./drawing.ts";
import { drawRows } from "./draw_rows.ts";
import { drawTrace } from "./draw_trace.ts";
import { largestFirst } from "./largest_first.ts";
import { seriesName } from "./series_name.ts";

import { stepsOf } from "./steps_of.ts";

/**
 * Draws what the queries of a panel returned, in the panel's way.
 *
 * @param panel The panel.
 * @param found What its queries returned, and of which spans.
 * @param width The room that there is.
 * @returns What is in the panel.
 */
export function drawResults(
  panel: Panel,
  { results, spans }: Found,
  width: number,
): Drawing {
  const unit = panel.unit === undefined ? {} : { unit: panel.unit };
  const steps = stepsOf(spans);
  const rows = rowsOf(results);
  switch (panel.draw) {
    case "table":
      return drawRows(rows, {
        width,
        ...(panel.sortBy !== undefined && { sortBy: panel.sortBy }),
      });
    case "trace": {
      const found = new Set(rows.rows.map(({ spanId }) => spanId));
      return drawTrace(spans.filter(({ spanId }) => found.has(spanId)), width);
    }
    case "bars":
      return drawBars(largestFirst(barsOf(results)), { width, ...unit });
    case "lines":
      return drawLines(linesOf(results), { width, steps, ...unit });
    case "heatmap":
      return drawHeatmap(
        linesOf(results),
        { width, steps },
      );
  }
}

function rowsOf(results: readonly Result[]): Rows {
  const found = results.filter((result) => result.kind === "rows");
  return {
    kind: "rows",
    columns: [...new Set(found.flatMap(({ columns }) => columns))],
    rows: found.flatMap(({ rows }) => rows),
  };
}

function linesOf(results: readonly Result[]): Line[] {
  return results.flatMap((result) =>
    result.kind === "rows" ? [] : result.series.map((series) => ({
      label: seriesName(series),
      values: series.values,
    }))
  );
}

function barsOf(results: readonly Result[]): Bar[] {
  return results.flatMap((result) =>
    result.kind === "rows" ? [] : result.series.map((series) => ({
      label: seriesName(series),
      value: series.values[0] ?? 0,
    }))
  );
}
