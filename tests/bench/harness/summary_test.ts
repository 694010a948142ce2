import { assertEquals } from "@std/assert";
import type { SuiteResult } from "../../../bench/harness/results.ts";
import { median, summarize } from "../../../bench/harness/summary.ts";

/** Values of a figure, by the way. */
function measured(
  values: Record<string, number[]>,
  bare?: string,
): SuiteResult {
  return {
    ...{ name: "fake", title: "", about: "", rounds: 3, reference: "by hand" },
    ...(bare !== undefined && { bare }),
    figures: [{ key: "cpu", title: "CPU", unit: "ms", added: true }],
    ways: Object.entries(values).map(([name, cpu]) => ({
      name,
      values: { cpu },
    })),
  };
}

Deno.test("median() takes the value in the middle, or between the two", () => {
  assertEquals(median([3, 1, 20]), 3);
  assertEquals(median([4, 1, 2, 30]), 3);
  assertEquals(median([10, 9]), 9.5);
  assertEquals(median([]), NaN);
});

Deno.test("summarize() takes a ratio within each round before the median", () => {
  // A busy second round: the medians alone would make it 4.
  const suite = measured({ "by hand": [1, 10, 2], recorded: [2, 20, 8] });
  assertEquals(summarize(suite, "cpu"), [
    { way: "by hand", median: 2, lowest: 1, highest: 10, ratio: 1 },
    { way: "recorded", median: 8, lowest: 2, highest: 20, ratio: 2 },
  ]);
});

Deno.test("summarize() says what is added to the bare way, and as a ratio", () => {
  const suite = measured({
    bare: [10, 100, 20],
    "by hand": [11, 102, 23],
    recorded: [14, 104, 26],
  }, "bare");
  assertEquals(
    summarize(suite, "cpu").map(({ way, added, addedRatio }) => ({
      ...{ way, added, addedRatio },
    })),
    [
      { way: "bare", added: undefined, addedRatio: undefined },
      { way: "by hand", added: 2, addedRatio: 1 },
      { way: "recorded", added: 4, addedRatio: 2 },
    ],
  );
});

Deno.test("summarize() adds nothing to a figure that does not ask for it", () => {
  const suite = measured({ bare: [1], "by hand": [2] }, "bare");
  const [figure] = suite.figures;
  const { added: _, ...plain } = figure!;
  const [first] = summarize({ ...suite, figures: [plain] }, "cpu");
  assertEquals(first, {
    ...{ way: "bare", median: 1, lowest: 1, highest: 1, ratio: 0.5 },
  });
});

Deno.test("summarize() leaves out a way that lacks the figure", () => {
  const suite = measured({ "by hand": [1], recorded: [2] });
  const ways = [{ name: "other", values: {} }, ...suite.ways];
  assertEquals(
    summarize({ ...suite, ways }, "cpu").map(({ way }) => way),
    ["by hand", "recorded"],
  );
});
