import { assert, assertEquals } from "@std/assert";
import { billTurns } from "../../../turns/model/bill_turns.ts";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import type { Span } from "../../../turns/source/span.ts";
import type { TraceSource } from "../../../turns/source/trace_source.ts";
import { ledger, line, root, type SpanInit, turn } from "../_traces.ts";

/** A source that counts how often it is read. */
function sourceOf(inits: readonly SpanInit[]) {
  const spans: readonly Span[] = decodeOtlp(JSON.parse(line(inits))) ?? [];
  const source = {
    readings: 0,
    places: [],
    async *spans() {
      source.readings++;
      for (const span of spans) yield await Promise.resolve(span);
    },
    warnings: () => [],
  };
  return source satisfies TraceSource;
}

/** Runs of two turns, with a proxy's spans, 11 spans each. */
const runs = (count: number): SpanInit[] =>
  Array.from({ length: count }, (_, i) => {
    const run = `run-${i}`;
    return [
      ...turn(run, 1, 100, ledger({ "tools:iot": 60, user: 40 })),
      ...turn(run, 2, 900, ledger({ "iot/history": 800, "tools:iot": 100 })),
      root(run),
    ];
  }).flat();

const shown = async (
  source: TraceSource,
  options: Parameters<typeof billTurns>[2] = {},
) => {
  const { bill } = await billTurns(source, "source", options);
  return bill.lines.map(({ name, tokens, calls, turnsInARow }) =>
    [name, tokens, calls, turnsInARow].join(" ").trimEnd()
  );
};

const OF_TEN = [
  "iot/history 8000 10 1",
  "tools:iot 1600 20 2",
  "user 400 10 1",
];

Deno.test("billTurns() reads a file in the order of its ends once", async () => {
  const source = sourceOf(runs(10));
  assertEquals(await shown(source, { heldSpans: 30 }), OF_TEN);
  assertEquals(source.readings, 1);
});

Deno.test("billTurns() adds up the same in any order, with less than all held", async () => {
  const spans = runs(10);
  const agents = spans.filter(({ name }) => /^agent/.test(name));
  const others = spans.filter(({ name }) => !/^agent/.test(name));
  for (
    const [name, order] of Object.entries({
      "the proxy's file last": [...agents, ...others],
      "the proxy's file first": [...others, ...agents],
      "backwards": spans.toReversed(),
      "every span twice": [...spans, ...spans],
    })
  ) {
    const source = sourceOf(order);
    assertEquals(await shown(source, { heldSpans: 12 }), OF_TEN, name);
    // Backwards, each trace is still in one piece.
    assert(source.readings > 2 || name === "backwards", name);
    assertEquals(await shown(source), OF_TEN, name);
  }
});

Deno.test("billTurns() reads one trace that is larger than what is held", async () => {
  const many = Array.from(
    { length: 9 },
    (_, i) => turn("big", i + 1, 10, ledger({ user: 10 })),
  ).flat();
  const source = sourceOf(many);
  assertEquals(await shown(source, { heldSpans: 2 }), ["user 90 9 9"]);
  assertEquals(source.readings, 2);
});

Deno.test("billTurns() adds up what passes the filters, and says what there is", async () => {
  const other: SpanInit = root("run-x", "deep_agent");
  const said = ledger({ "iot/history": 1, unknown: 999 }, "agent");
  const spans = [
    ...runs(1).slice(0, -1),
    { ...root("run-0"), attributes: { ...root("run-0").attributes, ...said } },
    ...turn("run-x", 1, 50, { "agent.runner": "deep_agent" }),
    other,
  ];
  const source = sourceOf(spans);
  const whole = ["unknown 1049 1 1", "iot/history 1 1 1"];
  assertEquals(await shown(source), whole);
  assertEquals(await shown(source, { runner: "deep-agent" }), [
    "unknown 50 1 1",
  ]);
  // Of some of a run's turns, what the run says is not known.
  assertEquals(await shown(source, { overTokens: 100 }), [
    "iot/history 800 1 1",
    "tools:iot 100 1 1",
  ]);
  assertEquals(await shown(source, { overTokens: 0 }), whole);
  assertEquals(await shown(source, { model: "DEMO", runId: "run-0" }), [
    "unknown 999",
    "iot/history 1 1 1",
  ]);
  const found = await billTurns(source, "source", { model: "other" });
  assertEquals(found.bill.lines, []);
  assertEquals([found.spans, found.runners, found.models], [
    17,
    ["plan_execute", "deep_agent"],
    ["demo"],
  ]);
});

Deno.test("billTurns() lets a call stand in that no turn holds", async () => {
  const calls: SpanInit[] = ["a", "b"].map((id, i) => ({
    id,
    name: "chat x",
    kind: 3,
    at: i,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.usage.input_tokens": 70,
    },
  }));
  assertEquals(await shown(sourceOf(calls)), ["unknown 140 2 2"]);
});

Deno.test("billTurns() tells the largest lines, and how much the others are", async () => {
  const { bill } = await billTurns(sourceOf(runs(10)), "run", { top: 3 });
  assertEquals(bill.lines.map(({ runId }) => runId), [
    "run-0",
    "run-1",
    "run-2",
  ]);
  assertEquals(bill.rest, { lines: 7, tokens: 7000 });
});
