import { assertEquals } from "@std/assert";
import { calculationName } from "../../../../scripts/dashboards/honeycomb/calculation_name.ts";
import { evaluate } from "../../../../scripts/dashboards/honeycomb/evaluate.ts";
import { TRIGGERS } from "../../../../scripts/dashboards/honeycomb/triggers.ts";
import type { Span } from "../../../../turns/source/span.ts";
import { failures } from "../failures.ts";
import { spansOf } from "../traces.ts";
import { lines, rowsOf } from "./_rows.ts";

/** What the panels of trouble return on runs that fail each in its way. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  "Largest prompts": [
    "loop | loop | 2 | files/dump | files/dump | 120000 | 119100 | 119090 | 119090",
    "loop | loop | 4 | assistant | tools:local | 23000 | 1000 | 10 | 12870",
    "loop | loop | 3 | assistant | tools:local | 22000 | 1000 | 1976 | 12870",
    "loop | loop | 2 | tools:local | tools:local | 21000 | 1000 | 805 | 15669",
    "loop | loop | 1 | - | tools:local | 20000 | - | - | 14864",
  ],
  "Costliest source of an agent inside": [
    "researcher | tools:local | 4460 | 1",
  ],
  "Tokens that could be read from the cache": ["39290 | 21760 | 230750"],
  "Turns that broke the cache": [
    "loop | loop | 3 | model | 22000 | 0 | 0 | -",
    "loop | loop | 2 | tools:local | 21000 | 0 | 0 | -",
    "plan_execute | plan_execute | 2 | output_schema | 100 | 0 | - | -",
    "plan_execute | plan_execute | 3 | user | 100 | 90 | - | -",
  ],
  "Tokens by conversation": ["talk | 8850 | 50 | 5"],
  "Failing tools": [
    "files | read | tool_error | 2",
    "local | parse | TypeError | 1",
    "local | wait | cancelled | 1",
  ],
  "Runs of many turns": ["loop | loop | 26 | 700"],
  "One tool, many calls": ["web | search | 12"],
  "Most turns": ["loop | 26", "plan_execute | 3"],
  "Turn limits": ["agent.run | plan_execute | 1"],
  "Runs that a budget stopped": [
    "loop | tools:local | 1300 | 20 | 700 | 3 | 892",
  ],
  "Budget stops": ["loop | 1"],
  "Failed model calls": ["gpt-5 | 500 | 1", "tested | invalid_reply | 1"],
  // Three attempts of the call that gave up, and one of that which went on.
  "Failed HTTP requests": ["failures | 127.0.0.1 | 500 | 4"],
};

const failing = await failures();
const demo = spansOf("demo");

for (const [title, rows] of Object.entries(ROWS)) {
  Deno.test(`evaluate() answers "${title}" on runs that fail`, () => {
    // Which of two equal rows comes first depends on which took longer.
    assertEquals(lines(rowsOf(title, failing)).toSorted(), rows.toSorted());
  });
}

Deno.test('evaluate() answers "Failed tool calls" on runs that fail', () => {
  assertEquals(lines(rowsOf("Failed tool calls", failing)).toSorted(), [
    "files | read | tool_error | loop | 1 | 12",
    "files | read | tool_error | loop | 2 | 14",
    "local | parse | TypeError | loop | 1 | -",
    "local | wait | cancelled | loop | 1 | -",
  ]);
});

/** The groups for which a trigger fires, against a day before where it has one. */
function fires(
  name: string,
  spans: readonly Span[],
  before: readonly Span[] = [],
): unknown[] {
  const trigger = TRIGGERS.find((one) => one.name === name);
  if (trigger === undefined) throw new TypeError(`No trigger is "${name}"`);
  const { query, threshold, baseline_details: baseline } = trigger;
  const column = calculationName(query.calculations[0]!);
  const groups = (of: readonly Span[]) => {
    const result = evaluate(query, of);
    const rows = result.kind === "rows" ? result.rows : [];
    return new Map(rows.map(({ [column]: value, ...labels }) => [
      Object.values(labels).join(" | "),
      Number(value),
    ]));
  };
  const then = groups(before);
  return [...groups(spans)].filter(([group, value]) => {
    const old = then.get(group) ?? NaN;
    const compared = baseline === undefined ? value : 100 * (value - old) / old;
    return threshold.op === ">"
      ? compared > threshold.value
      : compared >= threshold.value;
  }).map(([group]) => group);
}

Deno.test("the triggers fire on what they are for, and not on the demo", () => {
  const prompt = "turnspan: a prompt over the limit";
  assertEquals(fires(prompt, failing), ["loop | loop"]);
  assertEquals(fires(prompt, demo), []);
  const cache = "turnspan: a cache broke";
  assertEquals(fires(cache, failing).toSorted(), [
    "loop | model",
    "loop | tools:local",
  ]);
  assertEquals(fires(cache, demo), []);
  const late = "turnspan: an agent takes many turns";
  assertEquals(fires(late, failing), ["circle | loop"]);
  assertEquals(fires(late, demo), []);
});

Deno.test("the trigger of a doubled source compares what a run costs", () => {
  const doubled = "turnspan: a source doubled";
  const key = "agent.prompt.top_source_tokens";
  const times = (factor: number) =>
    demo.map((span) => ({
      ...span,
      attributes: {
        ...span.attributes,
        ...(key in span.attributes && {
          [key]: factor * Number(span.attributes[key]),
        }),
      },
    }));
  assertEquals(fires(doubled, demo, demo), []);
  assertEquals(fires(doubled, times(1.9), demo), []);
  assertEquals(fires(doubled, times(2), demo), ["iot/history"]);
  // Twice as many runs of the same cost.
  assertEquals(fires(doubled, [...demo, ...demo], demo), []);
});
