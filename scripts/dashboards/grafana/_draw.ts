import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  ReduceDataOptionsBuilder,
  VisibilityMode,
  VizOrientation,
} from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder as BarGaugeBuilder } from "@grafana/grafana-foundation-sdk/bargauge";
import {
  FieldColorBuilder,
  FieldColorModeId,
  PanelBuilder as AnyPanelBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as HeatmapBuilder } from "@grafana/grafana-foundation-sdk/heatmap";
import type { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeSeriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { tablePanel } from "./_table.ts";
import { metricsTarget, TEMPO, traceTarget } from "./_target.ts";
import type { Panel } from "./panel.ts";

/** A panel that is not yet placed, of whatever kind. */
export type DrawnPanel =
  | AnyPanelBuilder
  | BarGaugeBuilder
  | HeatmapBuilder
  | TableBuilder
  | TimeSeriesBuilder;

const DRAW: Readonly<Record<Panel["draw"], (panel: Panel) => DrawnPanel>> = {
  table: tablePanel,
  bars: barsPanel,
  lines: linesPanel,
  heatmap: heatmapPanel,
  trace: tracePanel,
};

/** Tempo's name of several labels, less the names of those: `{span.a="b", …}`. */
const BARE_LABELS = {
  id: "renameByRegex",
  options: { regex: '/span\\.[\\w.]+=|[{}"]/g', renamePattern: "" },
};

/** Draws a panel as Grafana is to show it. */
export function drawPanel(panel: Panel): DrawnPanel {
  const { title, description, unit } = panel;
  const drawn = DRAW[panel.draw](panel).title(title).description(description)
    .datasource(TEMPO);
  return unit === undefined ? drawn : drawn.unit(unit);
}

function barsPanel({ targets }: Panel): BarGaugeBuilder {
  return new BarGaugeBuilder().targets(metrics(targets, "instant"))
    .withTransformation(BARE_LABELS)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .namePlacement(BarGaugeNamePlacement.Left)
    .colorScheme(
      new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor("blue"),
    )
    .min(0)
    .noValue("none")
    // One number a series; where a Grafana that streams answers with a number
    // a step all the same, their sum is that number.
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["sum"]).values(false));
}

function linesPanel({ targets }: Panel): TimeSeriesBuilder {
  return new TimeSeriesBuilder().targets(metrics(targets, "range"))
    .withTransformation(BARE_LABELS)
    .min(0)
    // Runs come now and then: a point with no neighbour is to be seen.
    .showPoints(VisibilityMode.Always);
}

function heatmapPanel({ targets }: Panel): HeatmapBuilder {
  return new HeatmapBuilder().targets(metrics(targets, "range"))
    .calculate(false);
}

/** The SDK has no builder of its own for Grafana's view of a trace. */
function tracePanel({ targets }: Panel): AnyPanelBuilder {
  const [{ query } = { query: "" }] = targets;
  return new AnyPanelBuilder().type("traces").withTarget(traceTarget(query));
}

function metrics(targets: Panel["targets"], type: "instant" | "range") {
  return targets.map(({ query }, i) =>
    metricsTarget(query, String.fromCharCode("A".charCodeAt(0) + i), type)
  );
}
