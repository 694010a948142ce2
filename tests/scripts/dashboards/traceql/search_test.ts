import { assertEquals } from "@std/assert";
import { evaluate } from "../../../../scripts/dashboards/traceql/evaluate.ts";
import { idsOf, spansOf } from "./_spans.ts";

const tool = (id: string, name?: string, more: object = {}) => ({
  id,
  name: "tool.call",
  ...(name !== undefined && { attributes: { tool: name } }),
  ...more,
});

/** Three calls of `a` in the first trace; in the second, two and two without. */
const CALLS = spansOf(
  tool("a1", "a"),
  tool("a2", "a"),
  tool("b1", "b"),
  tool("a3", "a"),
  tool("a4", "a", { trace: "t2", at: -9 }),
  tool("a5", "a", { trace: "t2", at: -8 }),
  tool("x1", undefined, { trace: "t2", at: -7 }),
  tool("x2", undefined, { trace: "t2", at: -6 }),
);

Deno.test("evaluate() counts by trace", () => {
  assertEquals(idsOf("{ span.tool = `a` } | count() > 2", CALLS), [
    "a1",
    "a2",
    "a3",
  ]);
  assertEquals(idsOf("{ } | count() > 4", CALLS), []);
  assertEquals(idsOf("{ } | count() = 4", CALLS).length, 8);
});

Deno.test("evaluate() counts by group and trace after by()", () => {
  assertEquals(idsOf("{ } | by(span.tool) | count() > 2", CALLS), [
    "a1",
    "a2",
    "a3",
  ]);
  assertEquals(idsOf("{ } | by(span.tool) | count() = 1", CALLS), ["b1"]);
});

Deno.test("evaluate() groups what has no such attribute as well", () => {
  const query = "{ span.tool = nil } | by(span.tool) | count() >= 2";
  assertEquals(idsOf(query, CALLS), ["x1", "x2"]);
});

Deno.test("evaluate() compares the largest, the least, the mean and the sum of a trace", () => {
  const spans = spansOf(
    { id: "a", attributes: { n: 1 } },
    { id: "b", attributes: { n: 4 } },
    { id: "c", attributes: { n: "9" } },
    { id: "d", trace: "t2", at: -9, ms: 3_000 },
  );
  const all = ["a", "b", "c"];
  assertEquals(idsOf("{ } | max(span.n) = 4", spans), all);
  assertEquals(idsOf("{ } | max(span.n) > 4", spans), []);
  assertEquals(idsOf("{ } | min(span.n) <= 1", spans), all);
  assertEquals(idsOf("{ } | sum(span.n) = 5", spans), all);
  assertEquals(idsOf("{ } | avg(span.n) = 2.5", spans), all);
  assertEquals(idsOf("{ } | max(duration) > 2s", spans), ["d"]);
  assertEquals(idsOf("{ } | max(span.absent) < 9", spans), []);
});

Deno.test("evaluate() shows the columns that are selected, and no other", () => {
  const spans = spansOf({
    id: "a",
    name: "agent.turn",
    at: 5,
    ms: 1.5,
    attributes: { "turn.index": 3, list: ["x", "y"], other: 1 },
    service: "mine",
  });
  const query =
    "{ } | select(span.turn.index, span.list, resource.service.name) | select(span.absent)";
  assertEquals(evaluate(query, spans), {
    kind: "rows",
    columns: [
      "traceId",
      "spanId",
      "name",
      "start",
      "duration",
      "turn.index",
      "list",
      "service.name",
      "absent",
    ],
    rows: [{
      traceId: "t1",
      spanId: "a",
      name: "agent.turn",
      start: 5,
      duration: 0.0015,
      "turn.index": 3,
      list: ["x", "y"],
      "service.name": "mine",
    }],
  });
});

Deno.test("evaluate() returns the newest traces, and of each the spans by start", () => {
  const spans = spansOf(
    { id: "late", at: 7 },
    { id: "early", at: 5 },
    { id: "newest", trace: "t2", at: 9 },
    { id: "oldest", trace: "t3", at: 1 },
  );
  const ids = ["newest", "early", "late", "oldest"];
  assertEquals(idsOf("{ }", spans), ids);
  assertEquals(idsOf("{ } with (most_recent=true)", spans), ids);
  assertEquals(idsOf("{ }", spans, { limit: 2 }), ids.slice(0, 3));
});

Deno.test("evaluate() leaves out spans that start outside of the time", () => {
  const spans = spansOf(
    { id: "before", name: "run", at: 1 },
    { id: "in", parent: "before", at: 5 },
    { id: "after", parent: "before", at: 9 },
  );
  assertEquals(idsOf("{ }", spans, { start: 2, end: 8 }), ["in"]);
  // Their place in the trace is known all the same.
  const query = '{ name = "run" } > { }';
  assertEquals(idsOf(query, spans, { start: 2, end: 8 }), ["in"]);
});

Deno.test("evaluate() returns a whole trace for its id", () => {
  const trace = "0123456789abcdef0123456789abcdef";
  const spans = spansOf({ id: "a", trace }, { id: "b", trace: "t2" });
  assertEquals(idsOf("$trace", spans, { variables: { trace } }), ["a"]);
});

Deno.test("evaluate() puts variables in, the longest name that fits", () => {
  const spans = spansOf({ id: "a", attributes: { run: "7", runner: "x" } });
  const variables = { run: "7", runner: "x" };
  const query = '{ span.runner = "$runner" && span.run = "${run}" }';
  assertEquals(idsOf(query, spans, { variables }), ["a"]);
});
