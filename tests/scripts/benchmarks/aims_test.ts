import { assertEquals } from "@std/assert";
import type { Results, SuiteResult } from "../../../bench/harness/results.ts";
import { SUITES } from "../../../bench/suites.ts";
import { aimsOf } from "../../../scripts/benchmarks/aims.ts";

/** Results in which each way has this value, in each figure that it has. */
function results(
  value: (suite: string, way: string, key: string) => number,
): Results {
  const suites = SUITES.map((suite): SuiteResult => ({
    ...suite,
    ways: suite.ways.map(({ name, lacks = [] }) => ({
      name,
      values: Object.fromEntries(
        suite.figures.filter(({ key }) => !lacks.includes(key))
          .map(({ key }) => [key, [value(suite.name, name, key)]]),
      ),
    })),
  }));
  return {
    date: "2026-11-29",
    machine: { cpu: "", cores: 2, memoryGB: 4, os: "", deno: "" },
    packages: {},
    suites,
  };
}

/** What was measured, by what it is. */
const measured = (from: Results) =>
  Object.fromEntries(
    aimsOf(from).map(({ what, measured }) => [what, measured]),
  );

Deno.test("aimsOf() finds a figure for each aim in the suites that there are", () => {
  const lacking = aimsOf(results((_, way) => way === "no relay" ? 1 : 2))
    .filter(({ measured }) => measured === undefined);
  assertEquals(lacking, []);
});

Deno.test("aimsOf() measures nothing where a suite has not run", () => {
  const all = aimsOf({ ...results(() => 1), suites: [] });
  assertEquals(all.length > 20, true);
  assertEquals(all.filter((aim) => "measured" in aim), []);
});

Deno.test("aimsOf() compares what we add with the cheapest peer that does the same", () => {
  const added: Record<string, number> = {
    "by hand": 0.1,
    "turnspan, content off": 0.6,
    "OpenInference, content off": 4,
    "OpenLLMetry, content off": 2,
    "Deno's own, requests only": 0.1,
    "turnspan, content on": 3,
    "OpenInference, content on": 4,
    "OpenLLMetry, content on": 1,
    "Langfuse, content on": 5,
  };
  const from = results((suite, way, key) =>
    suite.startsWith("peers-")
      ? (key === "cpu" ? 10 : 0) + (added[way] ?? 0)
      : 1
  );
  const found = measured(from);
  const compared = (framework: string) =>
    [
      "added CPU, of the cheapest peer's",
      "the same, our content on and the peer's off",
      "JSON with content on, of the leanest peer's",
    ].map((what) => Math.round(found[`${framework}: ${what}`]! * 100) / 100);
  assertEquals(compared("LangChain"), [0.3, 1.5, 3]);
  assertEquals(compared("deepagents"), [0.3, 1.5, 3]);
  // There OpenLLMetry makes spans of the model's calls alone.
  assertEquals(compared("OpenAI Agents SDK"), [0.15, 0.75, 0.75]);
});

Deno.test("aimsOf() takes differences where the aim is one", () => {
  const from = results((suite, way, key) =>
    ({
      "tracing off": 100,
      "tracing on": key === "plan-execute" ? 145 : 150,
      "recorded, tracing off": 2.5,
      "traced fetch, in a span": 12,
      "bare fetch, SDK loaded": 10,
      "no relay": suite === "relay" ? 1 : 0,
      "our relay, traced": 3,
      "bare pass-through": 2,
    })[way] ?? 1
  );
  const found = measured(from);
  assertEquals(found["Start-up of plan-execute, tracing on, over off"], 45);
  assertEquals(
    found["Start-up of plan-execute, tracing off, of the bare script"],
    100,
  );
  assertEquals(
    found["Tracing off: a scope, over a bare AsyncLocalStorage.run"],
    1.5,
  );
  assertEquals(found["A slow reader: memory, over the SDK loaded"], 2);
  assertEquals(found["The relay, to the first chunk, 60 kB"], 2);
  assertEquals(
    found["The relay, to the first chunk, 400 kB, of a bare pass-through"],
    2,
  );
  assertEquals(found["The relay, 100 MB, of a bare pass-through"], 1.5);
});
