import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Results } from "../../../bench/harness/results.ts";
import { formatted } from "../../../scripts/benchmarks/formatted.ts";
import { withResults } from "../../../scripts/benchmarks/page.ts";

const ROOT = new URL("../../../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, ROOT));

const page = read("docs/benchmarks.md");
const results: Results = JSON.parse(read("bench/results.json"));

/** The page as the script writes it. */
const written = (text: string, from = results) =>
  formatted(withResults(text, from));

Deno.test("withResults() finds the page of benchmarks as bench/results.json says", async () => {
  assertEquals(await written(page), page, "Run: deno task docs:benchmarks");
  for (const name of ["machine", "aims", "figures"]) {
    assertStringIncludes(page, `\n<!-- ${name} -->\n\n`);
    assertStringIncludes(page, `\n\n<!-- end of ${name} -->\n`);
  }
});

Deno.test("withResults() follows the results, and leaves the prose", async () => {
  const machine = { ...results.machine, cpu: "AnotherProcessor" };
  const other = await written(page, { ...results, machine });
  assertStringIncludes(other, "AnotherProcessor");
  assertEquals(await written(other), page);
  const rest = page.replace("# Benchmarks", "# Another title");
  assertEquals(await written(rest), rest);
});

Deno.test("withResults() draws what a suite came to", () => {
  const figures = [
    { key: "cpu", title: "CPU", unit: "ms", added: true },
    { key: "spans", title: "Spans", unit: "" },
  ];
  const suite = {
    ...{ name: "fake", title: "Fake", about: "Nothing.", rounds: 2, figures },
    ...{ bare: "bare", reference: "by hand" },
    ways: [
      { name: "bare", values: { cpu: [1, 2] } },
      { name: "by hand", values: { cpu: [2, 3], spans: [5, 5] } },
    ],
  };
  const drawn = (suites: Results["suites"]) =>
    withResults("<!-- figures -->\n<!-- end of figures -->", {
      ...results,
      suites,
    });
  assertEquals(
    drawn([suite]),
    `\
<!-- figures -->

### Fake

Nothing.

| figure | way | median | lowest–highest | ratio | added | ratio of added |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
| CPU, ms | bare | 1.50 | 1–2 | 0.58 |  |  |
| CPU, ms | by hand | 2.50 | 2–3 | 1.00 | 1 | 1.00 |
| Spans | by hand | 5 | 5–5 | 1.00 |  |  |

Ratios are to _by hand_; added is over _bare_; 2 rounds; \`--only fake\`.

<!-- end of figures -->`,
  );
  const [, spans] = figures;
  assertStringIncludes(
    drawn([{ ...suite, figures: [spans!], rounds: 1 }]),
    `\
| way | Spans | lowest–highest | ratio |
| --- | ---: | ---: | ---: |
| by hand | 5 | 5–5 | 1.00 |

Ratios are to _by hand_; one round; \`--only fake\`.
`,
  );
});

Deno.test("withResults() says so where each way ran once", () => {
  const [suite] = results.suites;
  const drawn = (rounds: number) =>
    withResults("<!-- machine -->\n<!-- end of machine -->", {
      ...results,
      suites: [{ ...suite!, rounds }],
    });
  assertStringIncludes(drawn(1), "\nEach way ran once: this was a trial");
  assertEquals(drawn(5).includes("trial"), false);
});
