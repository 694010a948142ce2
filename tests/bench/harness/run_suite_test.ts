import { assert, assertEquals, assertRejects } from "@std/assert";
import { BenchError } from "../../../bench/harness/bench_error.ts";
import { orderOf, runSuite } from "../../../bench/harness/run_suite.ts";
import type { Suite } from "../../../bench/suite.ts";
import { fakeSuite, fakeWay, FIGURE, printing } from "./_fake_suite.ts";

/** Runs a suite, and notes what it said of each process. */
async function run(suite: Suite, rounds = 1) {
  const said: string[] = [];
  const { signal } = new AbortController();
  const result = await runSuite(suite, {
    ...{ rounds, signal },
    onProcess: (what, ended) => said.push(`${ended} ${what}`),
  });
  return { result, said };
}

Deno.test("orderOf() begins each round with another way, and goes both ways", () => {
  const rounds = Array.from(
    { length: 7 },
    (_, round) => orderOf(["a", "b", "c"], round).join(""),
  );
  assertEquals(rounds, ["abc", "bca", "cab", "cba", "acb", "bac", "abc"]);
});

Deno.test("runSuite() runs the ways in turns, and keeps each way's values in order", async () => {
  const values = (from: number) => `
    const path = Deno.env.get("BENCH_FOLDER") + "/${from}";
    const before = Number(await Deno.readTextFile(path).catch(() => "${from}"));
    await Deno.writeTextFile(path, String(before + 1));
    console.log("what a framework prints");
    console.log(JSON.stringify({ cpu: before, more: 0 }));`;
  const ways = [fakeWay("a", values(1)), fakeWay("b", values(10))];
  const { result, said } = await run(fakeSuite(ways), 2);

  assertEquals(said, [
    "0 preparing",
    "0 round 1 of 2, a",
    "1 round 1 of 2, b",
    "2 round 2 of 2, b",
    "3 round 2 of 2, a",
  ]);
  assertEquals(result, {
    ...{ name: "fake", title: "Fake", about: "Nothing is measured." },
    ...{ reference: "a", rounds: 2, figures: [FIGURE] },
    ways: [
      { name: "a", values: { cpu: [1, 2] } },
      { name: "b", values: { cpu: [10, 11] } },
    ],
  });
});

for (
  const [what, way, message] of [
    [
      "prints nothing",
      fakeWay("a", ""),
      'Cannot measure "fake: a": it printed nothing where one JSON object was expected',
    ],
    [
      "prints something else",
      fakeWay("a", "console.log('done')"),
      'Cannot measure "fake: a": it printed done where one JSON object was expected',
    ],
    [
      "prints null",
      printing("a", null),
      'Cannot measure "fake: a": "cpu" is no number in null',
    ],
    [
      "lacks a figure",
      printing("a", { ms: 1 }),
      'Cannot measure "fake: a": "cpu" is no number in {"ms":1}',
    ],
    [
      "prints a text for a figure",
      printing("a", { cpu: "1" }),
      'Cannot measure "fake: a": "cpu" is no number in {"cpu":"1"}',
    ],
  ] as const
) {
  Deno.test(`runSuite() refuses a way that ${what}`, async () => {
    const error = await assertRejects(() => run(fakeSuite([way])), BenchError);
    assertEquals(error.message, message);
  });
}

Deno.test("runSuite() refuses a way that crashes, and shows what it said", async () => {
  const code = "console.log('{\"cpu\":1}'); throw new Error('it broke')";
  const suite = fakeSuite([fakeWay("a", code)]);
  const { message } = await assertRejects(() => run(suite), BenchError);
  assert(message.startsWith('Cannot measure "fake: a": it ended with 1\n'));
  assert(message.includes("it broke"), message);
});

Deno.test("runSuite() takes a way that says what it lacks", async () => {
  const way = { ...printing("b", {}), lacks: ["cpu"] };
  const { result } = await run(fakeSuite([printing("a", { cpu: 1 }), way]));
  assertEquals(result.ways, [
    { name: "a", values: { cpu: [1] } },
    { name: "b", values: {} },
  ]);
});
