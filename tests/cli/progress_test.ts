import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import metadata from "../../deno.json" with { type: "json" };
import { Folder, runCommand } from "./_command.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));
const QUESTION = "Why is Chiller 6 drawing more power?";
const COLUMNS = 34;

/** What goes back to the beginning of the line, and empties it. */
const CLEARED = "\r\x1b[K";

/** Runs deep-agent on a pseudo-terminal, which `script` from util-linux makes. */
async function onTerminal(): Promise<string> {
  using folder = new Folder();
  const log = `${folder.path}/log`;
  const { command } = metadata.tasks["deep-agent"];
  const typed = `${command} --model-id demo "${QUESTION}"`;
  const { code } = await new Deno.Command("script", {
    args: ["-qec", `stty cols ${COLUMNS}; ${typed}`, log],
    cwd: ROOT,
    env: { INIT_CWD: folder.path, TERM: "xterm" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  assertEquals(code, 0);
  return Deno.readTextFileSync(log);
}

Deno.test({
  name: "deep-agent shows on a terminal what it does, from its first second on",
  ignore: Deno.build.os !== "linux" || !hasScript(),
  async fn() {
    const shown = await onTerminal();
    const [, ...updates] = shown.split(CLEARED);
    const lines = updates.map((update) => update.split(/[\r\n]/, 1)[0] ?? "");
    assertMatch(lines[0] ?? "", /^loading deep_agent · 0\.\d s$/);
    assert(lines.some((line) => line.startsWith("loading the scripted model")));
    assert(
      lines.some((line) => /^turn \d+ of (deep_agent|data_analyst)/.test(line)),
      lines.join("\n"),
    );
    // One that is broken in two by the terminal would stay there.
    const own = lines.filter((line) => /^(loading|starting|turn)/.test(line));
    for (const line of own) assert([...line].length < COLUMNS, line);
  },
});

Deno.test("deep-agent tells agents apart with --verbose", async () => {
  using folder = new Folder();
  const { stderr } = await runCommand(
    ["--model-id", "demo", "--verbose", QUESTION],
    { task: "deep-agent", cwd: folder.path },
  );
  const turns = stderr.split("\n").filter((line) => line.startsWith("turn "));
  const started = turns.filter((line) =>
    /^turn \d+ of [\w-]+( #\d)?$/.test(line)
  );
  for (const agent of ["deep_agent", "data_analyst", "data_analyst #2"]) {
    const own = started.filter((line) => line.endsWith(` of ${agent}`));
    assertEquals(
      own,
      own.map((_, place) => `turn ${place + 1} of ${agent}`),
      stderr,
    );
    assert(own.length > 1, stderr);
  }
});

function hasScript(): boolean {
  try {
    return new Deno.Command("script", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}
