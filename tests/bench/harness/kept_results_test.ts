import { assertEquals, assertRejects } from "@std/assert";
import { BenchError } from "../../../bench/harness/bench_error.ts";
import { keptResults, replaced } from "../../../bench/harness/kept_results.ts";
import type { Results, SuiteResult } from "../../../bench/harness/results.ts";

const machine = { cpu: "c", cores: 2, memoryGB: 8, os: "Linux", deno: "2.9.6" };
const packages = { other: "1.2.3" };

/** The result of a suite that ran so often. */
function suite(name: string, rounds: number): SuiteResult {
  const nothing = { title: "", about: "", reference: "a" };
  return { name, rounds, ...nothing, figures: [], ways: [] };
}

const results: Results = {
  date: "2026-11-30",
  machine,
  packages,
  suites: [suite("one", 1), suite("two", 1), suite("gone", 1)],
};

/** Reads results from a file with this text. */
async function keptIn(text: string, place = { machine, packages }) {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, text);
    return await keptResults(file, place);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("keptResults() are those of the file", async () => {
  assertEquals(await keptIn(JSON.stringify(results)), results.suites);
  assertEquals(await keptResults(`${import.meta.filename}.json`, results), []);
});

Deno.test("keptResults() adds to nothing that was measured elsewhere", async () => {
  const text = JSON.stringify(results);
  for (
    const place of [
      { machine: { ...machine, cores: 4 }, packages },
      { machine, packages: { other: "1.2.4" } },
    ]
  ) {
    await assertRejects(
      () => keptIn(text, place),
      BenchError,
      "it is of another machine or of other versions; run all suites, or give another file",
    );
  }
});

Deno.test("keptResults() writes over no other file", async () => {
  for (const text of ["", "{", "[]", "null", '{"suites":{}}']) {
    await assertRejects(
      () => keptIn(text),
      BenchError,
      "it holds no results; give another file",
    );
  }
});

Deno.test("replaced() puts results in their suites' order", () => {
  const names = ["zero", "one", "two"];
  assertEquals(
    replaced(results.suites, [suite("one", 2), suite("zero", 2)], names),
    [suite("zero", 2), suite("one", 2), suite("two", 1)],
  );
});
