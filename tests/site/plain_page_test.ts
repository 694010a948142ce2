import { assertEquals, assertThrows } from "@std/assert";
import { partsOf, plainPage } from "../../docs/.vitepress/plain_page.ts";

const FILES: Readonly<Record<string, string>> = {
  "../examples/a.ts":
    "// Head\n// #region program\nrun();\n// #endregion program\n",
  "../deploy/a.yaml": "a: 1\n# #region b\nb: 2\n# #endregion b\n",
  "../CHANGELOG.md": "# Changelog\n",
};
const plain = (...lines: string[]) =>
  plainPage(lines.join("\n"), (path) => FILES[path]!);

Deno.test("plainPage() shows the files that a page includes", () => {
  assertEquals(
    plain("<<< ../examples/a.ts#program", "", "<<< ../deploy/a.yaml#b"),
    "```ts\nrun();\n```\n\n```yaml\nb: 2\n```",
  );
  assertEquals(
    plain("<<< ../deploy/a.yaml{1,2-3 text} [All]"),
    "```text\n# #region b\nb: 2\n# #endregion b\n```".replace(
      "# #",
      "a: 1\n# #",
    ),
  );
  assertEquals(plain("<!--@include: ../CHANGELOG.md-->"), "# Changelog");
});

Deno.test("plainPage() throws when a page includes what is not there", () => {
  assertThrows(
    () => plain("<<< ../examples/a.ts#other"),
    TypeError,
    'Cannot include "other": there is no such region',
  );
});

Deno.test("plainPage() leaves out what a reader of the page does not see", () => {
  assertEquals(
    plain(
      "<!-- flags of demo -->",
      "",
      "```ts",
      "first();",
      "```",
      "",
      "```ts ignore",
      "// Not run.",
      "// ---cut-before---",
      "second();",
      "```",
    ),
    "```ts\nfirst();\n```\n\n```ts\nsecond();\n```",
  );
});

Deno.test("partsOf() takes a page apart", () => {
  assertEquals(partsOf("---\ndescription: How.\n---\n\n# A page\n\nText\n"), {
    title: "A page",
    description: "How.",
    body: "# A page\n\nText\n",
  });
});
