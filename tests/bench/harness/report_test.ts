import { assertEquals } from "@std/assert";
import { figure, reportOf } from "../../../bench/harness/report.ts";
import type { SuiteResult } from "../../../bench/harness/results.ts";

const RESULT: SuiteResult = {
  name: "fake",
  title: "What a turn takes",
  about: "A turn is a turn.",
  bare: "bare",
  reference: "by hand",
  rounds: 2,
  figures: [
    { key: "cpu", title: "CPU", unit: "µs", added: true },
    { key: "spans", title: "Spans", unit: "" },
  ],
  ways: [
    { name: "bare", values: { cpu: [1, 2] } },
    { name: "by hand", values: { cpu: [46, 47], spans: [5, 5] } },
    { name: "recorded", values: { cpu: [1_091, 1_092], spans: [6, 6] } },
  ],
};

Deno.test("reportOf() draws a table for each figure, with what is added", () => {
  assertEquals(
    reportOf(RESULT),
    `\
What a turn takes (fake)
A turn is a turn. Ratios are to by hand; added is over bare; each way ran 2
times.

CPU, µs     median  lowest–highest  ratio  added  ratio
  bare        1.50             1–2   0.03
  by hand     46.5           46–47   1.00     45   1.00
  recorded   1,092     1,091–1,092  23.48  1,090  24.22

Spans       median  lowest–highest  ratio
  by hand        5             5–5   1.00
  recorded       6             6–6   1.20

`,
  );
});

Deno.test("reportOf() leaves out what is added where nothing is bare", () => {
  const { bare: _, ...without } = RESULT;
  const [, , , head] = reportOf({ ...without, rounds: 1 }).split("\n");
  assertEquals(head, "CPU, µs     median  lowest–highest  ratio");
});

Deno.test("figure() shows three digits that count, and whole numbers whole", () => {
  const values = [0, 0.0123, 0.123, 1.234, 12.345, 123.45, 12_345, -1.234];
  assertEquals(
    values.map(figure),
    ["0", "0.012", "0.12", "1.23", "12.3", "123", "12,345", "-1.23"],
  );
  assertEquals(figure(undefined), "");
});
