import { assertEquals } from "@std/assert";
import type { QuerySpec } from "../../../../cli/honeycomb/query_spec.ts";
import { evaluate } from "../../../../scripts/dashboards/honeycomb/evaluate.ts";
import { PANELS } from "../../../../scripts/dashboards/honeycomb/panels.ts";
import type { AttributeValue, Span } from "../../../../turns/source/span.ts";
import { DEMO_ROWS } from "./_demo_rows.ts";
import { ourSpansOf, spansOf } from "../traces.ts";
import { lines, rowsOf } from "./_rows.ts";

/** The only panel that shows a proxy's spans. */
const PROXYS = "Cost by model, as the proxy's spans say";

/** The panels that one looks at a run at a time. */
const OF_A_RUN = [
  "Turns of the run",
  "Ledger of the run",
  "Tool calls of the run",
];

const demo = spansOf("demo");

for (const { title } of PANELS) {
  if (OF_A_RUN.includes(title)) continue;
  Deno.test(`evaluate() answers "${title}" on the demo`, () => {
    assertEquals(lines(rowsOf(title, demo)), DEMO_ROWS[title]);
  });
}

Deno.test("evaluate() shows one run of the demo where the board is filtered to it", () => {
  const run = demo.filter(({ service }) => service === "openai-agent");
  assertEquals(lines(rowsOf("Turns of the run", run)), [
    "openai_agent | 1 | - | - | - | estimated | 837 | 2 | - | - | 84 | 742 | 11 | 0",
    "openai_agent | 2 | - | iot/sites | - | measured | 942 | 7 | 105 | 103 | 84 | 742 | 13 | 103",
    "openai_agent | 3 | - | iot/assets | - | measured | 1154 | 40 | 212 | 205 | 84 | 742 | 20 | 308",
    "openai_agent | 4 | - | iot/sensors | - | shared | 1863 | 70 | 709 | 235 | 84 | 742 | 60 | 977",
    "openai_agent | 5 | - | iot/history | - | measured | 25680 | 196 | 23817 | 23747 | 84 | 742 | 130 | 24724",
    "openai_agent | 6 | - | assistant | - | measured | 26099 | 206 | 419 | 196 | 84 | 742 | 326 | 24947",
  ]);
  assertEquals(lines(rowsOf("Tool calls of the run", run)), [
    "openai_agent | 1 | iot | sites | - | 325",
    "openai_agent | 2 | iot | assets | - | 555",
    "openai_agent | 3 | iot | sensors | - | 708",
    "openai_agent | 3 | workorders | failure_modes | - | 670",
    "openai_agent | 3 | iot | latest | - | 263",
    "openai_agent | 3 | workorders | list | - | 464",
    "openai_agent | 4 | iot | history | - | 35702",
    "openai_agent | 5 | workorders | create | - | 645",
  ]);
  const { rows: [ledger] } = rowsOf("Ledger of the run", run);
  const sources: string[] = JSON.parse(`${ledger?.["agent.prompt.sources"]}`);
  const tokens: number[] = JSON.parse(
    `${ledger?.["agent.prompt.source_tokens"]}`,
  );
  assertEquals(sources[0], "iot/history");
  assertEquals(tokens[0], 47_494);
  assertEquals(
    tokens.reduce((sum, one) => sum + one),
    ledger?.["MAX(agent.usage.input_tokens)"],
  );
});

for (const name of ["proxy_v1", "proxy_v2"] as const) {
  const spans = spansOf(name);
  const ours = ourSpansOf(name, spans);

  Deno.test(`evaluate() counts each call of ${name} once, beside the proxy's spans`, () => {
    assertEquals(ours.length < spans.length, true);
    for (const { title } of PANELS.filter(({ title }) => title !== PROXYS)) {
      assertEquals(rowsOf(title, spans), rowsOf(title, ours), title);
    }
    const total = rowsOf("Runs", spans).rows
      .reduce(
        (sum, run) => sum + Number(run["MAX(agent.usage.input_tokens)"]),
        0,
      );
    for (const by of ["runner", "model", "agent", "conversation"]) {
      const { rows } = rowsOf(`Tokens by ${by}`, spans);
      const sum = rows.reduce(
        (sum, row) => sum + Number(row["SUM(gen_ai.usage.input_tokens)"]),
        0,
      );
      assertEquals(sum, total, by);
    }
  });
}

Deno.test("evaluate() answers what money was spent, with a proxy", () => {
  const v1 = spansOf("proxy_v1");
  const v2 = spansOf("proxy_v2");
  for (const spans of [v1, v2]) {
    assertEquals(lines(rowsOf("Cost by runner", spans)), [
      "deep_agent | 0.099502 | 1",
      "plan_execute | 0.089333 | 1",
      "openai_agent | 0.061785 | 1",
    ]);
    assertEquals(lines(rowsOf("Cost by model", spans)), [
      "demo-priced | 0.25062 | 28",
    ]);
    assertEquals(lines(rowsOf("Cost by agent", spans)), [
      "plan_execute | 0.089333 | 10",
      "data_analyst | 0.069233 | 6",
      "openai_agent | 0.061785 | 6",
      "deep_agent | 0.030269 | 6",
    ]);
    assertEquals(lines(rowsOf("Cost by conversation", spans)), [
      "chiller-6 | 0.25062 | 28",
    ]);
  }
  // The replies to the Claude CLI were streamed: only the newer set prices them.
  assertEquals(lines(rowsOf(PROXYS, v1)), []);
  assertEquals(lines(rowsOf(PROXYS, v2)), ["demo-priced | 0.350167 | 40"]);
});

/** Spans of half a second each, one a second. */
function madeSpans(...all: readonly Record<string, AttributeValue>[]): Span[] {
  return all.map((attributes, index) => ({
    traceId: "1".repeat(32),
    spanId: `${index}`.padStart(16, "0"),
    name: "s",
    kind: 1,
    startMs: index * 1000,
    endMs: index * 1000 + 500,
    attributes,
    failed: attributes.failed === true,
    service: "a",
  }));
}

const counted = (query: Partial<QuerySpec>): QuerySpec => ({
  calculations: [{ op: "COUNT" }],
  filters: [],
  time_range: 60,
  ...query,
});

Deno.test("evaluate() keeps the groups of a having, in order, up to the limit", () => {
  const spans = madeSpans({ g: "a" }, { g: "b" }, { g: "b" }, {}, {}, {});
  const rows = (query: Partial<QuerySpec>) => {
    const result = evaluate(counted({ breakdowns: ["g"], ...query }), spans);
    return result.kind === "rows" ? result.rows : [];
  };
  // Those that lack the column are a group, too.
  assertEquals(rows({ orders: [{ op: "COUNT", order: "descending" }] }), [
    { COUNT: 3 },
    { g: "b", COUNT: 2 },
    { g: "a", COUNT: 1 },
  ]);
  assertEquals(rows({ orders: [{ column: "g", order: "descending" }] }), [
    { g: "b", COUNT: 2 },
    { g: "a", COUNT: 1 },
    { COUNT: 3 },
  ]);
  const more = { calculate_op: "COUNT", op: ">", value: 1 } as const;
  assertEquals(rows({ havings: [more], limit: 1 }), [{ g: "b", COUNT: 2 }]);
});

Deno.test("evaluate() takes no span that lacks what a filter compares", () => {
  const spans = madeSpans({ n: 5, t: "x" }, { n: 7, failed: true }, { t: "y" });
  const count = (filter: QuerySpec["filters"][number]) => {
    const result = evaluate(counted({ filters: [filter] }), spans);
    return result.kind === "rows" ? result.rows[0]?.COUNT : undefined;
  };
  assertEquals(count({ column: "n", op: ">", value: 5 }), 1);
  assertEquals(count({ column: "n", op: ">=", value: 5 }), 2);
  assertEquals(count({ column: "n", op: "exists" }), 2);
  assertEquals(count({ column: "n", op: "does-not-exist" }), 1);
  assertEquals(count({ column: "t", op: "=", value: "x" }), 1);
  assertEquals(count({ column: "t", op: "in", value: ["x", "y"] }), 2);
  assertEquals(count({ column: "error", op: "=", value: true }), 1);
  assertEquals(count({ column: "t", op: ">", value: 1 }), undefined);
});

Deno.test("evaluate() returns series over time when it is asked for steps", () => {
  const spans = madeSpans({ g: "a", n: 3 }, { g: "a", n: 4 }, { g: "b" }, {
    g: "a",
    n: 900,
  });
  const query = counted({
    calculations: [{ op: "SUM", column: "n" }],
    breakdowns: ["g"],
  });
  assertEquals(evaluate(query, spans, { steps: 2 }), {
    kind: "series",
    series: [
      { labels: { g: "a", calculation: "SUM(n)" }, values: [7, 900] },
      {
        labels: { g: "b", calculation: "SUM(n)" },
        values: [undefined, undefined],
      },
    ],
  });
  const heatmap = counted({ calculations: [{ op: "HEATMAP", column: "n" }] });
  assertEquals(evaluate(heatmap, spans, { steps: 2 }), {
    kind: "series",
    series: [
      { labels: { "at most": "4" }, values: [2, 0] },
      { labels: { "at most": "1024" }, values: [0, 1] },
    ],
  });
});
