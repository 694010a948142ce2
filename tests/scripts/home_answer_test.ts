import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { homeAnswer } from "../../scripts/home_answer.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

Deno.test("homeAnswer() finds the home page as turns answers today", async () => {
  for (const [path, text] of Object.entries(await homeAnswer())) {
    assertEquals(
      await Deno.readTextFile(ROOT + path),
      text,
      "Run: deno task docs:answer",
    );
    assertMatch(text, /^<b class="bold">Turn 6 of openai_agent sent the/);
    // Elements only: no colour of a terminal is left, and each is closed.
    assertEquals(text.includes("\x1b"), false);
    assertEquals(
      text.match(/<b class="(bold|dim|most)">/g)?.length,
      text.match(/<\/b>/g)?.length,
    );
    assertEquals(text.match(/<(?!b class="|\/b>)/), null);
  }
});

Deno.test("homeAnswer() is what the README shows, without colours", async () => {
  const files = await homeAnswer();
  const text = files["docs/.vitepress/theme/answer_wide.txt"]!
    .replaceAll(/<\/?b[^>]*>/g, "");
  assertStringIncludes(await Deno.readTextFile(`${ROOT}README.md`), text);
});
