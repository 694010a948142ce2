import { TableSortByFieldStateBuilder } from "@grafana/grafana-foundation-sdk/common";
import type { DataTransformerConfig } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { type Column, columnsOf } from "./_columns.ts";
import { searchTarget } from "./_target.ts";
import { type Panel, VARIABLES } from "./panel.ts";

/** What Grafana puts beside the attributes, and nobody looks for here. */
const NOISE = ["Trace Service", "Trace Name", "Name", "service.name", "status"];

/** Opens a row's run below, in the row of one run. */
const SEE_RUN = {
  title: "See this run below",
  url: "/d/${__dashboard.uid}?${__url_time_range}&" +
    ["datasource", ...Object.keys(VARIABLES)]
      .filter((name) => name !== "run" && name !== "trace")
      .map((name) => `\${${name}:queryparam}`).join("&") +
    "&var-run=${__value.raw}&var-trace=${__data.fields.traceIdHidden}",
};

/** A table of spans. */
export function tablePanel({ targets, sortBy }: Panel): PanelBuilder {
  const [{ query } = { query: "" }] = targets;
  const columns = columnsOf(query);
  // Grafana's table of spans has no cell for a list: some versions leave it
  // empty, newer ones fail. The reply as it is has them.
  const asJson = columns.some(({ kind }) => kind.endsWith("[]"));
  const panel = new PanelBuilder().withTarget(searchTarget(query, asJson));
  if (asJson) return withJson(panel);
  const first = columns.find(({ attribute }) => attribute === sortBy);
  return withColumns(panel, query, columns).sortBy([
    new TableSortByFieldStateBuilder()
      .displayName(first?.heading ?? "Start time").desc(true),
  ]);
}

function withJson(panel: PanelBuilder): PanelBuilder {
  return panel.overrideByName("response", [
    { id: "custom.cellOptions", value: { type: "json-view" } },
    { id: "custom.inspect", value: true },
  ]);
}

function withColumns(
  panel: PanelBuilder,
  query: string,
  columns: readonly Column[],
): PanelBuilder {
  panel.transformations([numbers(columns), order(query, columns)])
    // The link to the trace reads it, so it stays in the table's data.
    .overrideByName("traceIdHidden", [
      { id: "custom.hidden", value: true },
      { id: "custom.hideFrom", value: { viz: true } },
    ]);
  for (const { attribute, unit } of columns) {
    if (unit === undefined) continue;
    panel.overrideByName(attribute, [{ id: "unit", value: unit }]);
  }
  if (columns.some(({ attribute }) => attribute === "agent.run_id")) {
    panel.overrideByName("agent.run_id", [{ id: "links", value: [SEE_RUN] }]);
  }
  return panel;
}

/** Some versions of Grafana take every attribute for a text. */
function numbers(columns: readonly Column[]): DataTransformerConfig {
  return {
    id: "convertFieldType",
    options: {
      fields: {},
      conversions: columns
        .filter(({ kind }) => kind === "int" || kind === "double")
        .map(({ attribute }) => ({
          targetField: attribute,
          destinationType: "number",
        })),
    },
  };
}

/** Grafana sorts columns by their names, and shows what is only asked about. */
function order(
  query: string,
  columns: readonly Column[],
): DataTransformerConfig {
  const selected = columns.map(({ attribute }) => attribute);
  const asked = [...query.matchAll(/\bspan\.([\w.]+)/g)].map(([, name = ""]) =>
    name
  );
  const hidden = new Set([...NOISE, ...asked]).difference(new Set(selected));
  const shown = ["Start time", ...selected, "Duration", "Span ID"];
  return {
    id: "organize",
    options: {
      excludeByName: Object.fromEntries(
        [...hidden].map((name) => [name, true]),
      ),
      // Without it newer versions leave the columns as they come.
      fieldOrder: "manual",
      indexByName: Object.fromEntries(shown.map((name, i) => [name, i])),
      renameByName: Object.fromEntries(
        columns.map(({ attribute, heading }) => [attribute, heading]),
      ),
    },
  };
}
