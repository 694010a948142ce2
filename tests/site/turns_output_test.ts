import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { main } from "../../turns/main.ts";
import { pages } from "./_pages.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** What a page shows of an output, and of which command line. */
const SHOWN = /<!-- turns (.*) -->\n+```text\n([^]*?)```/g;

/** What turns prints to a terminal of 80 columns without colours. */
async function outputOf(args: readonly string[]): Promise<string> {
  let output = "";
  const code = await main(args, {
    folder: ROOT,
    columns: 80,
    color: false,
    env: () => undefined,
    now: Date.now,
    out: (text) => {
      output += text;
      return Promise.resolve();
    },
    err: (text) => Promise.reject(new Error(text)),
  });
  assertEquals(code, 0);
  return output;
}

for (const { path, text } of pages()) {
  for (const [, line = "", shown = ""] of text.matchAll(SHOWN)) {
    Deno.test(`${path} shows what "turns ${line}" prints`, async () => {
      const printed = (await outputOf(line.split(" "))).split("\n");
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
