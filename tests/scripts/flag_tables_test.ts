import { assertEquals, assertStringIncludes } from "@std/assert";
import { withFlagTables } from "../../scripts/flag_tables.ts";

const page = Deno.readTextFileSync(
  new URL("../../docs/command-line.md", import.meta.url),
);

Deno.test("withFlagTables() finds the page as the commands' own tables are", () => {
  assertEquals(withFlagTables(page), page, "Run: deno task docs:flags");
  // A table that has lost its comment is no longer written.
  for (const name of ["agents", "demo", "turns", "litellm", "honeycomb"]) {
    assertStringIncludes(page, `<!-- flags of ${name} -->\n\n| flag `);
  }
});

Deno.test("withFlagTables() puts back what the page lost, and only that", () => {
  for (
    const [text, other] of [
      ["`--max-turns <n>`", "`--max-turn <n>` "],
      ["Only this run", "Only that run"],
      ["| `-h, --help` ", "| `-h, --halp` "],
    ] as const
  ) {
    assertStringIncludes(page, text);
    assertEquals(withFlagTables(page.replace(text, other)), page);
  }
  const rest = page.replace("# Command line", "# Another title");
  assertEquals(withFlagTables(rest), rest);
});
