import { assertEquals, assertStringIncludes } from "@std/assert";
import { DEMO_LEDGERS } from "./_demo_ledgers.ts";

const PAGE = await Deno.readTextFile(
  new URL("../../docs/ledger.md", import.meta.url),
);

/** The lines of the demo's ledger, each a source and its numbers. */
const LINES = DEMO_LEDGERS["openai_agent over chat_completions"].trim()
  .split("\n").slice(2).map((line) => {
    const [source = "", ...numbers] = line.split(/\s+/);
    return { source, tokens: numbers.map(Number) };
  });

const sum = (place: number) =>
  LINES.reduce((all, { tokens }) => all + (tokens.at(place) || 0), 0);
const grouped = (tokens: number) => tokens.toLocaleString("en-US");

Deno.test("the page of the ledger shows what the demo's turn 5 is made of", () => {
  const told = LINES.filter(({ tokens }) => tokens[4]! > 0)
    .sort((one, other) => other.tokens[4]! - one.tokens[4]!)
    .map(({ source, tokens }) => [`\`${source}\``, grouped(tokens[4]!)]);
  const table = PAGE.slice(
    PAGE.indexOf("| source"),
    PAGE.indexOf("The whole run"),
  );
  const shown = table.trim().split("\n").slice(2).map((row) =>
    row.split("|").slice(1, 3).map((cell) => cell.trim())
  );
  assertEquals(shown, told);
  assertStringIncludes(PAGE, `of ${grouped(sum(4))} input tokens`);
});

Deno.test("the page of the ledger shows what the demo's run cost", () => {
  const history = LINES[0]!;
  const text = PAGE.replaceAll(/\s+/g, " ");
  assertEquals(history.source, "iot/history");
  assertStringIncludes(
    text,
    `The whole run sent ${grouped(sum(-1))} input tokens in six calls, and ${
      grouped(history.tokens.at(-1)!)
    } of them were that one result of \`iot/history\`, which was sent twice.`,
  );
});
