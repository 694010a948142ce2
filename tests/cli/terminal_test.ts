import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import metadata from "../../deno.json" with { type: "json" };
import { Folder } from "./_command.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));
// deno-lint-ignore no-control-regex
const BOLD_OR_COLOR = /\x1b\[\d+m/;

/** Runs the demo on a pseudo-terminal, which `script` from util-linux makes. */
async function demoOnTerminal(env: Record<string, string>): Promise<string> {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  const { code } = await new Deno.Command("script", {
    args: ["-qec", metadata.tasks.demo.command, log],
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

function hasScript(): boolean {
  try {
    return new Deno.Command("script", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}
