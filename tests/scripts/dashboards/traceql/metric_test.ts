import { assertAlmostEquals, assertEquals } from "@std/assert";
import { seriesOf, spansOf } from "./_spans.ts";

const NONE = undefined;

const SPANS = spansOf(
  { id: "1", at: 0, attributes: { by: "a", n: 1 } },
  { id: "2", at: 1_000, attributes: { by: "b", n: 2, also: "x" } },
  { id: "3", at: 2_000, attributes: { by: "a", n: 5 }, trace: "t2" },
  { id: "4", at: 9_000, attributes: { by: "a", n: "9" } },
  { id: "5", at: 9_999, attributes: { n: 7 } },
);

Deno.test("evaluate() counts every span that is found", () => {
  assertEquals(seriesOf("{ } | count_over_time()", SPANS), [[{}, [5]]]);
  assertEquals(seriesOf('{ name = "x" } | count_over_time()', SPANS), []);
});

Deno.test("evaluate() counts what a label lacks in a series without it", () => {
  assertEquals(seriesOf("{ } | count_over_time() by (span.by)", SPANS), [
    [{}, [1]],
    [{ "span.by": "a" }, [3]],
    [{ "span.by": "b" }, [1]],
  ]);
  assertEquals(
    seriesOf("{ span.n = 2 } | rate() by (span.by, span.also)", SPANS, {
      start: 0,
      end: 4_000,
    }),
    [[{ "span.by": "b", "span.also": "x" }, [0.25]]],
  );
});

Deno.test("evaluate() takes numbers only, and no series where there are none", () => {
  const ask = (what: string) =>
    seriesOf(`{ } | ${what}_over_time(span.n) by (span.by)`, SPANS)
      .map(([, values]) => values[0]);
  assertEquals(ask("sum"), [7, 6, 2]);
  assertEquals(ask("max"), [7, 5, 2]);
  assertEquals(ask("min"), [7, 1, 2]);
  assertEquals(ask("avg"), [7, 3, 2]);
  assertEquals(
    seriesOf("{ span.n = `9` } | sum_over_time(span.n)", SPANS),
    [],
  );
});

Deno.test("evaluate() says durations in seconds", () => {
  const spans = spansOf({ id: "a", ms: 500 }, { id: "b", ms: 1_500 });
  assertEquals(seriesOf("{ } | sum_over_time(duration)", spans), [[{}, [2]]]);
});

Deno.test("evaluate() gives a range a number a step, by when spans start", () => {
  const range = { start: 0, end: 10_000, steps: 5 };
  assertEquals(
    seriesOf("{ } | count_over_time() by (span.by)", SPANS, range),
    [
      [{}, [NONE, NONE, NONE, NONE, 1]],
      [{ "span.by": "a" }, [1, 1, NONE, NONE, 1]],
      [{ "span.by": "b" }, [1, NONE, NONE, NONE, NONE]],
    ],
  );
  assertEquals(
    seriesOf("{ } | rate()", SPANS, range),
    [[{}, [1, 0.5, NONE, NONE, 1]]],
  );
  // The end belongs to the last step.
  assertEquals(
    seriesOf("{ } | count_over_time()", SPANS, { ...range, end: 9_999 }),
    [[{}, [2, 1, NONE, NONE, 2]]],
  );
});

Deno.test("evaluate() keeps the largest at each step with topk()", () => {
  const spans = spansOf(
    ...[["a", 0, 5], ["b", 0, 3], ["c", 0, 1], ["a", 6, 1], ["b", 6, 3], [
      "d",
      6,
      9,
    ]].map(([by, at, n], place) => ({
      id: `${place}`,
      at: Number(at),
      attributes: { by: `${by}`, n: Number(n) },
    })),
  );
  const query = "{ } | sum_over_time(span.n) by (span.by)";
  const range = { start: 0, end: 10, steps: 2 };
  // Three series of two each.
  assertEquals(seriesOf(`${query} | topk(2)`, spans, range), [
    [{ "span.by": "a" }, [5, NONE]],
    [{ "span.by": "b" }, [3, 3]],
    [{ "span.by": "d" }, [NONE, 9]],
  ]);
  assertEquals(seriesOf(`${query} | bottomk(1)`, spans, range), [
    [{ "span.by": "a" }, [NONE, 1]],
    [{ "span.by": "c" }, [1, NONE]],
  ]);
  assertEquals(seriesOf(`${query} | topk(9)`, spans).length, 4);
});

Deno.test("evaluate() counts by powers of two with histogram_over_time()", () => {
  const spans = spansOf(
    ...[1, 2, 3, 4, 5, 1_025, 2.5].map((n, place) => ({
      id: `${place}`,
      attributes: { n },
      ms: 100,
    })),
  );
  assertEquals(seriesOf("{ } | histogram_over_time(span.n)", spans), [
    [{ __bucket: "2" }, [1]],
    [{ __bucket: "4" }, [2]],
    [{ __bucket: "8" }, [1]],
    [{ __bucket: "2048" }, [1]],
  ]);
  const [[labels, values] = []] = seriesOf(
    "{ } | histogram_over_time(duration) by (name)",
    spans,
  );
  assertEquals([labels?.name, values], ["work", [7]]);
  // The next power of two of nanoseconds.
  assertAlmostEquals(Number(labels?.__bucket), 0.134217728);
});

Deno.test("evaluate() takes the value that so many are at most", () => {
  const spans = spansOf(
    ...Array.from({ length: 20 }, (_, place) => ({
      id: `${place}`,
      ms: (20 - place) * 1_000,
      attributes: { seconds: 0.5 },
    })),
  );
  assertEquals(
    seriesOf("{ } | quantile_over_time(duration, 0.5, 0.95)", spans),
    [[{ p: "0.5" }, [10]], [{ p: "0.95" }, [19]]],
  );
  // Tempo has no quantile of what is no whole number.
  assertEquals(
    seriesOf("{ } | quantile_over_time(span.seconds, 0.5)", spans),
    [],
  );
});
