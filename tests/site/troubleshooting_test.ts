import { assertEquals } from "@std/assert";
import { PROVOKED, REFUSED } from "./_troubles.ts";

const page = await Deno.readTextFile(
  new URL("../../docs/troubleshooting.md", import.meta.url),
);

/** What the page shows as said by a program, a line each. */
const SHOWN = [...page.matchAll(/^ *```text\n(.*?)^ *```/gms)]
  .flatMap(([, text = ""]) => text.trimEnd().split("\n"))
  .map((line) => line.trim());

/** The reasons why spans are not delivered, but for one that is any. */
const REASONS = [
  ...section("Spans that are not delivered").matchAll(/^- `([^`]+)`: /gm),
].map(([, reason]) => reason);

function section(title: string): string {
  const [, text = ""] = page.split(`\n## ${title}\n`);
  return text.split("\n## ")[0] ?? "";
}

/** Runs some at a time: most of them wait for a deadline. */
async function inTurn(
  all: readonly (() => Promise<string>)[],
): Promise<string[]> {
  const left = all.map((provoke, place) => ({ provoke, place }));
  const said: string[] = [];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      said[next.place] = await next.provoke();
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return said;
}

Deno.test("each line that the page of troubles shows is one that is said", async () => {
  const said = await inTurn(PROVOKED);
  const lines = said.flatMap((text) => text.split("\n"));
  assertEquals(SHOWN.filter((line) => !lines.includes(line)), []);
});

Deno.test("each reason that the page of troubles explains is one that is given", async () => {
  const given = (await inTurn(REFUSED)).map((text) =>
    /Cannot deliver \d of \d spans to "[^"]+": (.*)\n/.exec(text)?.[1]
  );
  assertEquals(REASONS.length, given.length);
  assertEquals(
    REASONS.map((reason = "", place) =>
      given[place]?.startsWith(reason) ? reason : given[place]
    ),
    REASONS,
  );
});
