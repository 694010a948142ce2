import { assertEquals } from "@std/assert";
import { board } from "../../../../scripts/dashboards/honeycomb/board.ts";
import { PANELS } from "../../../../scripts/dashboards/honeycomb/panels.ts";
import { annotationFaults, boardFaults, columnFaults } from "./board_rules.ts";

Deno.test("boardFaults() and annotationFaults() find nothing in the board", () => {
  const { panels, ...rest } = board();
  const queries = panels.filter((panel) => panel.type === "query");
  assertEquals(boardFaults({ ...rest, panels: panels.map(sent) }), []);
  for (const { name, description } of queries) {
    assertEquals(annotationFaults({ name, description, query_id: "q" }), []);
  }
  // A name is what an annotation is found by again.
  const names = queries.map(({ name }) => name);
  assertEquals(names.length, new Set(names).size);
  assertEquals(names.length, PANELS.length);
});

/** A panel as it is sent once its query has an id. */
function sent(panel: ReturnType<typeof board>["panels"][number]) {
  return panel.type === "text" ? panel : {
    type: panel.type,
    query_panel: {
      query_id: "q",
      query_annotation_id: "a",
      query_style: panel.query_style,
      ...(panel.visualization_settings && {
        visualization_settings: panel.visualization_settings,
      }),
    },
    position: panel.position,
  };
}

const POSITION = { x_coordinate: 0, y_coordinate: 0, width: 6, height: 4 };
const PANEL = {
  type: "query",
  query_panel: { query_id: "q", query_annotation_id: "a" },
  position: POSITION,
};
const BOARD = { name: "b", type: "flexible", panels: [PANEL] };

const panel = (change: object) => ({ panels: [{ ...PANEL, ...change }] });
const queryPanel = (change: object) =>
  panel({ query_panel: { ...PANEL.query_panel, ...change } });

const BROKEN_BOARDS: readonly (readonly [object, string])[] = [
  [{ title: "b" }, "title: not documented"],
  [{ name: undefined }, "name: no text"],
  [{ name: "n".repeat(256) }, "name: longer than 255"],
  [{ description: "d".repeat(1025) }, "description: longer than 1024"],
  [{ type: "classic" }, "type: not flexible"],
  [
    { layout_generation: "grid" },
    'layout_generation: "grid" is none of auto manual',
  ],
  [
    { preset_filters: Array(6).fill({ column: "a", alias: "A" }) },
    "preset_filters: more than 5",
  ],
  [
    { preset_filters: [{ column: "a", alias: "A".repeat(51) }] },
    "alias: longer than 50",
  ],
  [panel({ type: "slo" }), 'type: no panel "slo"'],
  [queryPanel({ query_id: undefined }), "query_id: no text"],
  [queryPanel({ query_annotation_id: "" }), "query_annotation_id: empty"],
  [
    queryPanel({ query_style: "chart" }),
    'query_style: "chart" is none of graph table combo',
  ],
  [
    queryPanel({
      visualization_settings: { charts: [{ chart_type: "pie" }] },
    }),
    'chart_type: "pie" is none of default line stacked stat tsbar cbar cpie',
  ],
  [queryPanel({ dataset: "d" }), "dataset: not documented"],
  [
    panel({
      type: "text",
      query_panel: undefined,
      text_panel: { content: "" },
    }),
    "content: empty",
  ],
  [
    panel({ position: { ...POSITION, width: 13 } }),
    "position: beyond the grid",
  ],
  [
    panel({ position: { ...POSITION, height: -1 } }),
    "height: not from 0 to Infinity",
  ],
  [{ panels: [PANEL, PANEL] }, "position: on another panel"],
];

Deno.test("boardFaults() refuses each broken rule", () => {
  assertEquals(boardFaults(BOARD), []);
  assertEquals(boardFaults([]), ["the board: no object"]);
  for (const [change, fault] of BROKEN_BOARDS) {
    const found = boardFaults({ ...BOARD, ...change });
    assertEquals(found.includes(fault), true, `${fault}, not ${found}`);
  }
});

Deno.test("annotationFaults() and columnFaults() refuse each broken rule", () => {
  const annotation = { name: "n", description: "d", query_id: "q" };
  assertEquals(annotationFaults(annotation), []);
  assertEquals(annotationFaults({ ...annotation, name: "" }), ["name: empty"]);
  assertEquals(annotationFaults({ ...annotation, name: "n".repeat(321) }), [
    "name: longer than 320",
  ]);
  assertEquals(
    annotationFaults({ ...annotation, description: "d".repeat(1024) }),
    ["description: longer than 1023"],
  );
  assertEquals(annotationFaults({ ...annotation, query_id: 1 }), [
    "query_id: no text",
  ]);
  const column = { key_name: "a", type: "integer" };
  assertEquals(columnFaults(column), []);
  assertEquals(columnFaults({ ...column, type: "int" }), [
    'type: "int" is none of string float integer boolean',
  ]);
  assertEquals(columnFaults({ ...column, key_name: "" }), ["key_name: empty"]);
});
