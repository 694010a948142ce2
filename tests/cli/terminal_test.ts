import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import metadata from "../../deno.json" with { type: "json" };
import { displayWidth } from "../../turns/draw/format.ts";
import { Folder } from "./_command.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));
// deno-lint-ignore no-control-regex
const BOLD_OR_COLOR = /\x1b\[\d+m/;
// deno-lint-ignore no-control-regex
const STYLES = /\x1b\[\d+m/g;
const CLEARED = "\r\x1b[K";

/** Runs the demo on a pseudo-terminal, which `script` from util-linux makes. */
async function demoOnTerminal(
  env: Record<string, string>,
  columns = 100,
): Promise<string> {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  const { code } = await new Deno.Command("script", {
    args: [
      "-qec",
      `stty cols ${columns}; ${metadata.tasks.demo.command}`,
      log,
    ],
    cwd: ROOT,
    env: { INIT_CWD: folder.path, TERM: "xterm", NO_COLOR: "", ...env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  assertEquals(code, 0);
  return Deno.readTextFileSync(log);
}

/** Whether there is a `script` that takes a command. */
const ignore = Deno.build.os !== "linux" || !hasScript();

Deno.test({
  name: "demo shows colour and progress on a terminal",
  ignore,
  async fn() {
    const shown = await demoOnTerminal({});
    assert(BOLD_OR_COLOR.test(shown), shown);
    // Which moments are caught depends on how fast the machine is.
    assertMatch(
      shown,
      /(starting the MCP servers|turn \d+ · (plan|execute|summarize)).* s/,
    );
  },
});

Deno.test({
  name: "demo shows no colour on a terminal with NO_COLOR",
  ignore,
  async fn() {
    const shown = await demoOnTerminal({ NO_COLOR: "1" });
    assert(!BOLD_OR_COLOR.test(shown), shown);
    assertStringIncludes(shown, "agent.run plan_execute");
  },
});

for (const [columns, NO_COLOR] of [[60, ""], [30, "1"]] as const) {
  Deno.test({
    name:
      `demo fits ${columns} columns, and sets its parts apart, with NO_COLOR=${NO_COLOR}`,
    ignore,
    async fn() {
      const shown = (await demoOnTerminal({ NO_COLOR }, columns))
        .replaceAll("\r\n", "\n");
      // Between what `script` says of itself.
      const lines = shown.split("\n").slice(1, -2);
      for (const line of lines.flatMap((line) => line.split(CLEARED))) {
        const width = displayWidth(line.replaceAll(STYLES, ""));
        // A path is to be copied.
        if (!line.includes("/demo.jsonl")) assert(width <= columns, line);
      }
      const [bold, end] = NO_COLOR ? ["", ""] : ["\x1b[1m", "\x1b[22m"];
      // What a line was overwritten with is what stays of it.
      const text = lines.map((line) => line.split(CLEARED).at(-1)).join("\n");
      assertStringIncludes(text, "\n\nCondenser fouling");
      assertStringIncludes(text, `open.\n\n${bold}agent.run${end} plan`);
      assertStringIncludes(text, `\n\n${bold}Turn 10 of plan_execute sent`);
      assertStringIncludes(text, `.${end}\n\nThe trace is in`);
    },
  });
}

function hasScript(): boolean {
  try {
    return new Deno.Command("script", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}
