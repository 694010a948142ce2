import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { VARIABLES } from "../../../../scripts/dashboards/grafana/panel.ts";
import { panelsOf } from "../../../../scripts/dashboards/grafana/panels_of.ts";
import { evaluate as askHoneycomb } from "../../../../scripts/dashboards/honeycomb/evaluate.ts";
import { PANELS as HONEYCOMB } from "../../../../scripts/dashboards/honeycomb/panels.ts";
import { grafanaPanel } from "../../../../scripts/dashboards/pictures/grafana_panel.ts";
import { honeycombPanel } from "../../../../scripts/dashboards/pictures/honeycomb_panel.ts";
import { jaegerPicture } from "../../../../scripts/dashboards/pictures/jaeger_picture.ts";
import { recorded } from "../../../../scripts/dashboards/pictures/recorded.ts";
import { runPicture } from "../../../../scripts/dashboards/pictures/run_picture.ts";
import {
  type Question,
  QUESTIONS,
} from "../../../../scripts/dashboards/questions.ts";
import { evaluate } from "../../../../scripts/dashboards/traceql/evaluate.ts";
import { textsOf } from "./_texts_of.ts";

const GRAFANA = (Object.keys(QUESTIONS) as Question[]).flatMap(panelsOf);
const SPANS = recorded("demo");
const WIDTH = 656;

const named = <T extends { readonly title: string }>(
  panels: readonly T[],
  title: string,
): T => {
  const found = panels.find((panel) => panel.title === title);
  assert(found !== undefined, `there is no panel "${title}"`);
  return found;
};

/** The texts that a panel of Grafana's is drawn with. */
function drawn(title: string): string[] {
  return textsOf(grafanaPanel(named(GRAFANA, title)).draw(WIDTH));
}

Deno.test("grafanaPanel() shows each number that its query returns", () => {
  const variables = Object.fromEntries(
    Object.entries(VARIABLES).map(([name, { value }]) => [name, value]),
  );
  let checked = 0;
  for (const panel of GRAFANA.filter(({ draw }) => draw === "bars")) {
    const found = panel.targets.flatMap(({ query }) => {
      const result = evaluate(query, SPANS, { variables });
      return result.kind === "series" ? result.series : [];
    });
    const texts = textsOf(grafanaPanel(panel).draw(WIDTH));
    for (const { values, labels } of found) {
      const number = values[0]?.toLocaleString("en-US") ?? "";
      const at = texts.findIndex((text, index) =>
        text === number &&
        Object.values(labels).every((label) =>
          texts[index - 1]?.includes(label)
        )
      );
      assert(at >= 0, `${panel.title} has no ${number}`);
      checked++;
    }
  }
  assert(checked > 30, `${checked} numbers were looked for`);
});

Deno.test("grafanaPanel() shows the rows of a search in order of size", () => {
  const tokens = drawn("Largest prompts").filter((text) =>
    /^2\d,\d{3}$/.test(text)
  );

  // Of each row: the prompt, its growth, and what two sources brought.
  assertEquals(tokens.slice(0, 4), ["26,985", "23,822", "23,747", "23,747"]);
  assertEquals(
    drawn("Largest prompts").filter((text) => text === "plan_execute").length,
    6,
  );
});

Deno.test("grafanaPanel() draws the whole trace of a run", () => {
  const texts = drawn("The run's trace");
  assertEquals(texts.slice(0, 4), [
    "agent.run openai_agent",
    "410 ms",
    "tools/list",
    "165 ms",
  ]);
  assert(texts.includes("tool.call iot/history"));
  assertEquals(texts.length, 2 * 29);
});

Deno.test("grafanaPanel() says so when the demo has nothing of it", () => {
  assertEquals(drawn("Failing tools"), ["None in the demo."]);
  assertEquals(drawn("Runs that a budget stopped"), ["None in the demo."]);
});

Deno.test("grafanaPanel() says so when what it shows is not the demo's", () => {
  const panel = grafanaPanel(named(GRAFANA, "Cost by runner"));

  assertStringIncludes(
    panel.description,
    "recorded runs through a LiteLLM proxy",
  );
  assertEquals(textsOf(panel.draw(WIDTH)).slice(0, 2), [
    "deep_agent",
    "$0.0995",
  ]);
});

Deno.test("grafanaPanel() says so when a box at the top is not at its first value", () => {
  const { description } = grafanaPanel(named(GRAFANA, "Runs of many turns"));
  assertStringIncludes(description, "reached turn 10");
  assertStringIncludes(
    description,
    '"Many turns" is 10, since the demo has none of 20',
  );
});

Deno.test("honeycombPanel() shows each number that its query returns", () => {
  let checked = 0;
  for (const panel of HONEYCOMB.filter(({ draw }) => draw === "bars")) {
    const result = askHoneycomb(panel.query, SPANS);
    if (result.kind !== "rows") continue;
    const texts = textsOf(honeycombPanel(panel).draw(WIDTH));
    for (const row of result.rows) {
      for (const value of Object.values(row)) {
        const text = typeof value === "number"
          ? value.toLocaleString("en-US")
          : `${value}`;
        assert(
          texts.some((each) => each.includes(text)),
          `${panel.title} has no ${text}`,
        );
        checked++;
      }
    }
  }
  assert(checked > 60, `${checked} values were looked for`);
});

Deno.test("honeycombPanel() shows one run where the board is filtered for one", () => {
  const panel = honeycombPanel(named(HONEYCOMB, "Turns of the run"));
  const texts = textsOf(panel.draw(WIDTH));
  assert(texts.includes("26,099"), texts.join(", "));
  // The largest prompts of the other runs.
  for (const other of ["26,985", "26,774", "25,759"]) {
    assert(!texts.includes(other), other);
  }
});

Deno.test("runPicture() says which turn, and what made it grow", () => {
  const [turns, ledger] = runPicture().panels;

  assertEquals(
    turns?.title,
    "Turn 6 sent the largest prompt, 26,099 tokens. Turn 5 grew most, by 23,817: iot/history brought 23,747",
  );
  assertStringIncludes(ledger?.description ?? "", "56,575");
  assertEquals(textsOf(ledger!.draw(WIDTH)).slice(0, 2), [
    "iot/history",
    "47,494",
  ]);
});

Deno.test("jaegerPicture() shows how many spans each link finds", () => {
  const [menu, found] = jaegerPicture().panels;

  const texts = textsOf(menu!.draw(WIDTH));
  const at = texts.indexOf("Prompts of 16k to 32k tokens");
  assertEquals(texts.slice(at + 1, at + 4), ["2", "2", "2"]);
  assert(textsOf(found!.draw(WIDTH)).includes("26,985"));
});
