import { isJson, type Json } from "../../../../tracing/base/json.ts";
import {
  type Fault,
  faultsOf,
  list,
  members,
  oneOf,
  text,
  unknown,
  whole,
} from "./_checks.ts";

/*
 * What Honeycomb documents of a board and its parts: "API" is its OpenAPI
 * document (docs.honeycomb.io/api/boards, /query-annotations, /columns),
 * "provider" github.com/honeycombio/terraform-provider-honeycombio.
 */

/** Provider, `docs/resources/flexible_board.md`: the grid's columns. */
const GRID = 12;

/** API, `chart_type`. */
const CHARTS = ["default", "line", "stacked", "stat", "tsbar", "cbar", "cpie"];

/** API, properties of `Board` that a caller writes. */
const MEMBERS = [
  ..."id name description type panels layout_generation tags".split(" "),
  "preset_filters",
];

/**
 * Checks a board against what Honeycomb documents of it.
 *
 * @param board What is sent.
 * @returns What is wrong; empty where nothing is.
 */
export function boardFaults(board: unknown): string[] {
  if (!isJson(board)) return ["the board: no object"];
  const filters = list(board, "preset_filters", 5);
  const panels = list(board, "panels", Infinity);
  return faultsOf(
    unknown(board, MEMBERS),
    text(board, "name", { least: 1, most: 255 }),
    text(board, "description", { most: 1024 }),
    board.type !== "flexible" && "type: not flexible",
    oneOf(board, "layout_generation", ["auto", "manual"]),
    list(board, "tags", 10).fault,
    filters.fault,
    filters.items.map(members).flatMap((filter) => [
      text(filter, "column", { least: 1, most: Infinity }),
      text(filter, "alias", { least: 1, most: 50 }),
    ]),
    panels.fault,
    panels.items.map(members).flatMap(panelFaults),
    overlapFaults(panels.items.map(members)),
  );
}

/** API, `BoardPanel`. */
function panelFaults(panel: Json): Fault[] {
  const position = members(panel.position);
  const places = ["x_coordinate", "y_coordinate", "width", "height"];
  return [
    ...unknown(panel, ["type", "position", `${panel.type}_panel`]),
    ...places.map((name) => whole(position, name, 0)),
    Number(position.x_coordinate) + Number(position.width) > GRID &&
    "position: beyond the grid",
    ...(panel.type === "query"
      ? queryPanelFaults(members(panel.query_panel))
      : panel.type === "text"
      ? [text(members(panel.text_panel), "content", { least: 1, most: 10_000 })]
      : [`type: no panel "${panel.type}"`]),
  ];
}

/** API, `QueryPanel`. */
function queryPanelFaults(panel: Json): Fault[] {
  const settings = members(panel.visualization_settings);
  const charts = list(settings, "charts", Infinity);
  const known = ["query_id", "query_style", "query_annotation_id"];
  return [
    ...unknown(panel, [...known, "visualization_settings"]),
    text(panel, "query_id", { least: 1, most: Infinity }),
    text(panel, "query_annotation_id", { least: 1, most: Infinity }),
    oneOf(panel, "query_style", ["graph", "table", "combo"]),
    charts.fault,
    ...charts.items.map(members).flatMap((chart) => [
      whole(chart, "chart_index", 0),
      oneOf(chart, "chart_type", CHARTS),
    ]),
  ];
}

/** Nobody documents what is done with panels that lie on each other. */
function overlapFaults(panels: readonly Json[]): Fault[] {
  const places = panels.map(({ position }) => members(position));
  const within = (a: Json, b: Json, from: string, size: string) =>
    Number(a[from]) < Number(b[from]) + Number(b[size]) &&
    Number(b[from]) < Number(a[from]) + Number(a[size]);
  return places.map((one, index) =>
    places.slice(0, index).some((other) =>
      within(one, other, "x_coordinate", "width") &&
      within(one, other, "y_coordinate", "height")
    ) && "position: on another panel"
  );
}

/** API, `QueryAnnotation`. */
export function annotationFaults(annotation: unknown): string[] {
  if (!isJson(annotation)) return ["the annotation: no object"];
  return faultsOf(
    unknown(annotation, ["id", "name", "description", "query_id"]),
    text(annotation, "name", { least: 1, most: 320 }),
    text(annotation, "description", { most: 1023 }),
    text(annotation, "query_id", { least: 1, most: Infinity }),
  );
}

/** API, `CreateColumn`. */
export function columnFaults(column: unknown): string[] {
  if (!isJson(column)) return ["the column: no object"];
  return faultsOf(
    unknown(column, ["key_name", "type", "description", "hidden"]),
    text(column, "key_name", { least: 1, most: 255 }),
    oneOf(column, "type", ["string", "float", "integer", "boolean"]),
  );
}
