import { assert, assertEquals } from "@std/assert";
import { contractKind } from "../../../../scripts/dashboards/contract.ts";
import { DASHBOARD_TEXT, type PanelJson, QUERIED } from "./_dashboard_json.ts";

const tables = QUERIED.filter(({ type }) => type === "table");
const asSpans = tables.filter(({ targets }) =>
  targets[0]?.tableType === "spans"
);

function selectedIn(query = ""): string[] {
  const [, list = ""] = /select\((.*)\)/.exec(query) ?? [];
  return [...list.matchAll(/span\.([\w.]+)/g)].map(([, name = ""]) => name);
}

function options(panel: Pick<PanelJson, "transformations">, id: string) {
  const found = panel.transformations?.filter((one) => one.id === id) ?? [];
  assertEquals(found.length, 1);
  return found[0]?.options ?? {};
}

Deno.test("a table shows what its query selects, in that order, and nothing else that was asked", () => {
  for (const table of asSpans) {
    const query = table.targets[0]?.query;
    const selected = selectedIn(query);
    const { indexByName = {}, excludeByName = {}, fieldOrder } = options(
      table,
      "organize",
    );
    assertEquals(fieldOrder, "manual");
    assertEquals(
      Object.keys(indexByName as object),
      ["Start time", ...selected, "Duration", "Span ID"],
      table.title,
    );
    const hidden = Object.keys(excludeByName as object);
    assertEquals(hidden.filter((name) => selected.includes(name)), []);
    for (const [, name = ""] of query?.matchAll(/span\.([\w.]+)/g) ?? []) {
      assert(selected.includes(name) || hidden.includes(name), name);
    }
    // The link to the trace reads it.
    assert(!hidden.includes("traceIdHidden"));
  }
});

Deno.test("a table has a heading of its own for each column, and is sorted by one", () => {
  for (const table of asSpans) {
    const { renameByName = {} } = options(table, "organize");
    const headings = [
      "Start time",
      "Duration",
      "Span ID",
      ...Object.values(renameByName as Record<string, string>),
    ];
    assertEquals(headings, [...new Set(headings)], table.title);
    for (const heading of headings) assert(!heading.includes("."), heading);
    const [{ displayName }] = table.options?.sortBy as [
      { displayName: string },
    ];
    assert(headings.includes(displayName), displayName);
  }
});

Deno.test("a table makes numbers of what the contract says is one", () => {
  const largest = asSpans.find(({ title }) => title === "Largest prompts");
  assert(largest !== undefined);
  const { conversions } = options(largest, "convertFieldType");
  assertEquals(
    conversions,
    selectedIn(largest.targets[0]?.query)
      .filter((name) => contractKind(name, ["agent.turn"]) === "int")
      .map((targetField) => ({ targetField, destinationType: "number" })),
  );
});

Deno.test("a table of spans selects no list, which Grafana cannot show in one", () => {
  const lists = /sources\b|source_tokens\b(?<!top_source_tokens)/;
  for (const { title, targets } of tables) {
    const [{ query = "", tableType } = {}] = targets;
    const hasList = selectedIn(query).some((name) => lists.test(name));
    assertEquals(tableType, hasList ? "raw" : "spans", title);
  }
  assertEquals(tables.length - asSpans.length, 1);
});

Deno.test("a table with runs links each to the row of one run, other boxes as they are", () => {
  const linked = asSpans.filter(({ targets }) =>
    selectedIn(targets[0]?.query).includes("agent.run_id")
  );
  assert(linked.length > 3);
  for (const { title, fieldConfig } of linked) {
    const [override] = fieldConfig?.overrides.filter(({ matcher }) =>
      matcher.options === "agent.run_id"
    ) ?? [];
    const [{ url }] = override?.properties.find(({ id }) =>
      id === "links"
    )
      ?.value as [{ url: string }];
    assertEquals(
      url,
      "/d/${__dashboard.uid}?${__url_time_range}&${datasource:queryparam}" +
        "&${service:queryparam}&${min_tokens:queryparam}" +
        "&${max_turns:queryparam}&${repeats:queryparam}" +
        "&var-run=${__value.raw}&var-trace=${__data.fields.traceIdHidden}",
      title,
    );
  }
  assertEquals(
    DASHBOARD_TEXT.split("See this run below").length - 1,
    linked.length,
  );
});
