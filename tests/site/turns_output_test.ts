import { assert, assertEquals } from "@std/assert";
import { turnsOutput } from "../../scripts/turns_output.ts";
import { pages } from "./_pages.ts";

/** What a page shows of an output, and of which command line. */
const SHOWN = /<!-- turns (.*) -->\n+```text\n([^]*?)```/g;

for (const { path, text } of pages()) {
  for (const [, line = "", shown = ""] of text.matchAll(SHOWN)) {
    Deno.test(`${path} shows what "turns ${line}" prints`, async () => {
      const look = { columns: 80, color: false };
      const output = await turnsOutput(line.split(" "), look);
      const printed = output.split("\n");
      const lines = shown.trimEnd().split("\n");
      assert(lines.length > 5);
      let place = printed.indexOf(lines[0]!);
      for (const [i, one] of lines.entries()) {
        if (one === "…") continue;
        // Lines are left out where a "…" stands, and nowhere else.
        if (lines[i - 1] === "…") place = printed.indexOf(one, place);
        assertEquals(printed[place], one);
        place++;
      }
    });
  }
}
