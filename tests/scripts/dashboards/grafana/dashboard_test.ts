import { assert, assertEquals } from "@std/assert";
import { PANELS } from "../../../../scripts/dashboards/grafana/panels.ts";
import { VARIABLES } from "../../../../scripts/dashboards/grafana/panel.ts";
import { QUESTIONS } from "../../../../scripts/dashboards/questions.ts";
import { DASHBOARD, DASHBOARD_TEXT, QUERIED } from "./_dashboard_json.ts";

const TEMPO = { type: "tempo", uid: "${datasource}" };
const CLASSIC_KEYS = [
  "refId",
  "datasource",
  "queryType",
  "query",
  "filters",
  "metricsQueryType",
  "tableType",
  "limit",
  "spss",
];

const { panels, templating } = DASHBOARD;

Deno.test("grafanaDashboard() has a row a question, and every panel in its own", () => {
  const rows: { title: string; titles: string[] }[] = [];
  for (const { type, title } of panels) {
    if (type === "row") rows.push({ title, titles: [] });
    else rows.at(-1)?.titles.push(title);
  }
  assertEquals(rows.map(({ title }) => title), Object.values(QUESTIONS));
  for (const { question, title, targets } of PANELS) {
    const { titles = [] } = rows.find((row) =>
      row.title === QUESTIONS[question]
    ) ?? {};
    for (const { legend } of targets) {
      const name = legend === undefined ? title : `${title}: ${legend}`;
      assert(titles.includes(name), name);
    }
  }
});

Deno.test("grafanaDashboard() asks every query once", () => {
  assertEquals(
    QUERIED.flatMap(({ targets }) => targets.map(({ query }) => query))
      .toSorted(),
    PANELS.flatMap(({ targets }) => targets.map(({ query }) => query))
      .toSorted(),
  );
});

Deno.test("grafanaDashboard() gives each panel a number of its own and says what is in it", () => {
  const ids = panels.map(({ id }) => id);
  assertEquals(ids, [...new Set(ids)]);
  for (const { id, title, type, description } of panels) {
    assert(id > 0 && title !== "", title);
    if (type !== "row" && type !== "text") {
      assert(description !== undefined && description !== "", title);
    }
  }
});

Deno.test("grafanaDashboard() places panels within the line, and none on another", () => {
  const taken = new Map<string, string>();
  for (const { title, gridPos: { x, y, w, h } } of panels) {
    assert(x >= 0 && w > 0 && x + w <= 24 && h > 0, title);
    for (let column = x; column < x + w; column++) {
      for (let line = y; line < y + h; line++) {
        const at = `${column},${line}`;
        assertEquals(taken.get(at), undefined, `${title} at ${at}`);
        taken.set(at, title);
      }
    }
  }
});

Deno.test("grafanaDashboard() has queries of the classic form, of the variable's data source", () => {
  for (const { title, datasource, targets } of QUERIED) {
    assertEquals(datasource, TEMPO, title);
    const ids = targets.map(({ refId }) => refId);
    assertEquals(ids, [...new Set(ids)], title);
    for (const target of targets) {
      assertEquals(target.datasource, TEMPO, title);
      assertEquals(target.queryType, "traceql", title);
      const others = Object.keys(target).filter((key) =>
        !CLASSIC_KEYS.includes(key)
      );
      assertEquals(others, [], title);
    }
  }
  // What the newer form of a dashboard is made of.
  assertEquals(/"(kind|spec|apiVersion)":/.exec(DASHBOARD_TEXT), null);
});

Deno.test("grafanaDashboard() asks for one number in bars, and for one a step in lines", () => {
  const types: Record<string, string> = {
    bargauge: "instant",
    timeseries: "range",
    heatmap: "range",
  };
  for (const { title, type, targets } of QUERIED) {
    for (const { query, metricsQueryType } of targets) {
      const isMetrics = /\| *(rate|count_over_time|\w+_over_time)\(/.test(
        query,
      );
      assertEquals(
        metricsQueryType,
        isMetrics ? types[type] : undefined,
        title,
      );
      assertEquals(isMetrics, Object.hasOwn(types, type), title);
    }
  }
});

Deno.test("grafanaDashboard() searches for more spans than Grafana does by itself, one query a table", () => {
  const tables = QUERIED.filter(({ type }) => type === "table");
  assert(tables.length > 5);
  for (const { title, targets } of tables) {
    assertEquals(targets.length, 1, title);
    const [{ limit = 0, spss = 0 } = {}] = targets;
    assert(limit > 20, title);
    // Tempo refuses more than 100.
    assert(spss > 3 && spss <= 100, title);
  }
});

Deno.test("grafanaDashboard() uses the variables that it has, and no other", () => {
  assertEquals(
    templating.list.map(({ name, type, query }) => ({ name, type, query })),
    [
      { name: "datasource", type: "datasource", query: "tempo" },
      ...Object.entries(VARIABLES).map(([name, { value }]) => ({
        name,
        type: "textbox",
        query: value as string,
      })),
    ],
  );
  const used = new Set(
    [...DASHBOARD_TEXT.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name),
  );
  const known = templating.list.map(({ name }) => name);
  assertEquals(
    [...used].filter((name) => !name.startsWith("__")).toSorted(),
    [
      ...known,
    ].toSorted(),
  );
});
