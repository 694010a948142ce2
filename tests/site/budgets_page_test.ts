import { assert, assertStringIncludes } from "@std/assert";
import { runCommand } from "../cli/_command.ts";
import { pages } from "./_pages.ts";

Deno.test("docs/budgets.md shows what a run prints that its budget stops", async () => {
  const page = pages().find(({ path }) => path === "docs/budgets.md");
  const shown = page?.blocks.find(({ language }) => language === "text")?.code;
  assert(shown !== undefined);

  const { stderr } = await runCommand([
    ...["--model-id", "demo", "--max-input-tokens", "20000"],
    "Why is Chiller 6 drawing more power?",
  ], { task: "openai-agent" });

  for (const line of shown.trimEnd().split("\n")) {
    assertStringIncludes(stderr, `${line}\n`);
  }
});
