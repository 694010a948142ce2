import type { Span } from "../../../turns/source/span.ts";
import { calculationName } from "../honeycomb/calculation_name.ts";
import { evaluate } from "../honeycomb/evaluate.ts";
import type { Panel } from "../honeycomb/panel.ts";
import type { Result } from "../result.ts";
import { askRecorded, type Found } from "./ask_recorded.ts";
import type { Bar } from "./draw_bars.ts";
import { drawBars } from "./draw_bars.ts";
import { drawHeatmap } from "./draw_heatmap.ts";
import { drawLines, type Line } from "./draw_lines.ts";
import { drawNone } from "./draw_none.ts";
import { drawRows } from "./draw_rows.ts";
import type { Drawing } from "./drawing.ts";
import { heading } from "./heading.ts";
import { largestFirst } from "./largest_first.ts";
import type { PanelDrawing } from "./panel_drawing.ts";
import { paragraph } from "./paragraph.ts";
import { shownRun } from "./shown_run.ts";
import { stacked } from "./stacked.ts";
import { stepsOf } from "./steps_of.ts";
import { unitOf } from "./unit_of.ts";
import { valueText } from "./value_text.ts";

/**
 * Evaluates a query of Honeycomb's board over recorded traces, to draw it.
 *
 * @param panel The query, with its title.
 * @returns What is drawn of it.
 */
export function honeycombPanel(panel: Panel): PanelDrawing {
  const { draw, question, title, description } = panel;
  const overTime = draw === "lines" || draw === "heatmap";
  const ofOne = question === "run" && title !== "Runs";
  const found = askRecorded((spans) => [
    evaluate(
      panel.query,
      ofOne ? spansOfRun(spans) : spans,
      overTime ? { steps: stepsOf(spans).length } : {},
    ),
  ]);
  const said = [
    description,
    ofOne ? "Here the board's filter has the trace of one run." : "",
    found.note,
  ];
  return {
    title,
    description: said.filter((part) => part !== "").join(" "),
    narrow: draw === "bars",
    draw: (width) =>
      found.isEmpty ? drawNone(width) : drawFound(panel, found, width),
  };
}

function spansOfRun(spans: readonly Span[]): Span[] {
  const { traceId } = shownRun(spans);
  return spans.filter((span) => span.traceId === traceId);
}

function drawFound(
  { draw, query }: Panel,
  { results, spans }: Found,
  width: number,
): Drawing {
  const steps = stepsOf(spans);
  const result = results[0] ?? { kind: "series", series: [] };
  const names = query.calculations.map(calculationName);
  if (draw === "table" && result.kind === "rows") {
    return drawRows(result, { width });
  }
  if (draw === "bars") {
    const unit = unitOf(names[0] ?? "");
    return drawBars(largestFirst(barsOf(result, names)), {
      width,
      ...(unit !== undefined && { unit }),
    });
  }
  if (draw === "heatmap") {
    return drawHeatmap(linesOf(result, "at most"), { width, steps });
  }
  if (query.breakdowns === undefined) {
    return drawLines(linesOf(result, "calculation"), { width, steps });
  }
  return stacked(
    names.map((name) => drawCalculation(name, result, { width, steps })),
    14,
  );
}

/** Honeycomb has a chart for each calculation. */
function drawCalculation(
  name: string,
  result: Result,
  options: { readonly width: number; readonly steps: readonly string[] },
): Drawing {
  const unit = unitOf(name);
  return stacked([
    paragraph(name, options.width, "strong"),
    drawLines(linesOf(result, name), {
      ...options,
      ...(unit !== undefined && { unit }),
    }),
  ], 4);
}

/** The lines of one calculation, or those that one label tells apart. */
function linesOf(result: Result, by: string): Line[] {
  if (result.kind === "rows") return [];
  return result.series.flatMap(({ labels, values }) => {
    const { calculation, ...groups } = labels;
    const only = labels[by];
    if (only !== undefined) {
      return [{ label: by === "calculation" ? heading(only) : only, values }];
    }
    return calculation === by
      ? [{ label: Object.values(groups).join(", "), values }]
      : [];
  });
}

/** A bar of the first calculation; below its label are the others. */
function barsOf(result: Result, names: readonly string[]): Bar[] {
  if (result.kind === "series") return [];
  const [first = "", ...others] = names;
  return result.rows.map((row) => {
    const groups = result.columns.filter((column) => !names.includes(column))
      .map((column) => row[column]).filter((value) => value !== undefined);
    const told = others.filter((name) => row[name] !== undefined).map((name) =>
      `${heading(name)} ${valueText(row[name], unitOf(name))}`
    );
    return {
      label: groups.map((value) => valueText(value)).join(", "),
      value: Number(row[first] ?? 0),
      ...(told.length > 0 && { note: told.join(", ") }),
    };
  });
}
