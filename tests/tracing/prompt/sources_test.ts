import { assertEquals } from "@std/assert";
import { firstLines, SourceSum } from "../../../tracing/prompt/sources.ts";

function sumOf(lines: readonly (readonly [string, number])[]): SourceSum {
  const sum = new SourceSum();
  for (const [source, tokens] of lines) sum.add(source, tokens);
  return sum;
}

function told(sum: SourceSum, most = Infinity): (string | number)[][] {
  return firstLines(sum.lines(), most)
    .map(({ source, tokens }) => [source, tokens]);
}

Deno.test("SourceSum tells the largest first, and of equals the first", () => {
  const sum = sumOf([["user", 2], ["a/b", 5], ["c/d", 2], ["user", 1]]);
  assertEquals(told(sum), [["a/b", 5], ["user", 3], ["c/d", 2]]);
  assertEquals(told(sumOf([["b", 1], ["a", 1]])), [["b", 1], ["a", 1]]);
});

Deno.test("SourceSum leaves out what holds nothing", () => {
  assertEquals(told(sumOf([["user", 0], ["a/b", 1]])), [["a/b", 1]]);
  assertEquals(told(sumOf([])), []);
});

for (const most of [16, 32]) {
  Deno.test(`firstLines() tells ${most} sources by name and the others as one`, () => {
    const lines = Array.from(
      { length: most + 3 },
      (_, place) => [`s${place}`, 100 - place] as const,
    );
    assertEquals(
      told(sumOf(lines.slice(0, most)), most),
      [
        ...lines.slice(0, most),
      ].map((line) => [...line]),
    );
    const all = told(sumOf(lines), most);
    assertEquals(all.length, most + 1);
    const others = lines.slice(most).reduce((sum, [, size]) => sum + size, 0);
    assertEquals(all.at(-1), ["other", others]);
    assertEquals(all.slice(0, most), lines.slice(0, most).map((l) => [...l]));
    // One more that holds nothing is no other.
    const empty = sumOf([...lines.slice(0, most), ["none", 0]]);
    assertEquals(told(empty, most).length, most);
  });
}

Deno.test("SourceSum.largest is the first of those that hold the most", () => {
  const largest = (...lines: [string, number][]) => sumOf(lines).largest;
  assertEquals(largest(["user", 2], ["a/b", 5], ["c/d", 5]), {
    source: "a/b",
    tokens: 5,
  });
  assertEquals(largest(["user", 0]), undefined);
  assertEquals(largest(), undefined);
});

Deno.test("SourceSum.tokensOf() is the tokens of one source", () => {
  const sum = sumOf([["user", 2], ["user", 3]]);
  assertEquals([sum.tokensOf("user"), sum.tokensOf("a/b")], [5, 0]);
});
