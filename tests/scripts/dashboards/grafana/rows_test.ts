import { assertEquals } from "@std/assert";
import type { Panel } from "../../../../scripts/dashboards/grafana/panel.ts";
import { PANELS } from "../../../../scripts/dashboards/grafana/panels.ts";
import { evaluate } from "../../../../scripts/dashboards/traceql/evaluate.ts";
import { type Case, cases } from "./_cases.ts";
import { expectedFile } from "./_expected.ts";
import { panelText, rounded } from "./_panel_text.ts";
import { ROWS } from "./_true_rows.ts";
import { SERIES, type Totals } from "./_true_series.ts";

/** What is about a proxy's spans, and so is another thing without them. */
const OF_A_PROXY = [
  "Cost by model, as the proxy's spans say",
  "The run's trace",
];

const CASES = await cases();

for (const one of CASES) {
  Deno.test(`the panels return of ${one.name} what is expected`, () => {
    assertEquals(
      panelText(PANELS, one.spans, one),
      Deno.readTextFileSync(expectedFile(one.name)),
    );
  });

  Deno.test(`the panels return of ${one.name} what is counted by hand`, () => {
    for (const panel of PANELS) {
      const { title } = panel;
      const counted = panel.draw === "table" || panel.draw === "trace"
        ? ROWS[title]?.(one).map(({ spanId }) => spanId).sort()
        : SERIES[title]?.map((count) => count(one.ours, one.spans));
      const returned = panel.targets.map(({ query }) => found(query, one));
      assertEquals(
        {
          title,
          returned: Array.isArray(returned[0]) ? returned[0] : returned,
        },
        { title, returned: counted },
      );
    }
  });

  Deno.test(`the panels return of ${one.name} the same without a proxy's spans`, () => {
    const panels = PANELS.filter(({ title }) => !OF_A_PROXY.includes(title));
    assertEquals(
      panelText(panels, one.ours, one),
      panelText(panels, one.spans, one),
    );
  });
}

Deno.test("a proxy's spans repeat usage and costs, or this would show nothing", () => {
  for (const { name, spans, ours } of CASES) {
    const foreign = spans.filter((span) => !ours.includes(span));
    const withUsage = foreign.filter(({ attributes }) =>
      attributes["gen_ai.usage.input_tokens"] !== undefined
    );
    const chats = ours.filter(({ attributes }) =>
      attributes["gen_ai.operation.name"] === "chat"
    );
    const isProxied = name.startsWith("proxy");
    assertEquals(withUsage.length, isProxied ? chats.length : 0, name);
  }
});

Deno.test("every panel shows something of at least one trace", () => {
  const empty = PANELS.filter(({ targets }: Panel) =>
    !targets.every(({ query }) => CASES.some((one) => holds(query, one)))
  );
  // An agent inside has no turn limit of its own in what is run here.
  assertEquals(empty.map(({ title }) => title), ["Turn limits"]);
});

/** The spans of a search, or the numbers of a metric by their labels. */
function found(query: string, { spans, variables }: Case): string[] | Totals {
  const result = evaluate(query, spans, { variables });
  if (result.kind === "rows") {
    return result.rows.map(({ spanId }) => `${spanId}`).sort();
  }
  return Object.fromEntries(
    result.series.map(({ labels, values }) => [
      Object.entries(labels).filter(([name]) => name !== "p")
        .map(([, label]) => label).join(" "),
      rounded(Number(values[0])),
    ]),
  );
}

function holds(query: string, one: Case): boolean {
  const result = found(query, one);
  return Object.keys(result).length > 0;
}
