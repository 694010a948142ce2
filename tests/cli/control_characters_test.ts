import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import metadata from "../../deno.json" with { type: "json" };
import {
  controlCharacters,
  DRIVING_TEXT,
} from "../_helpers/control_characters.ts";
import { calls, plans, replies, says } from "../_helpers/replies.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { Folder, printedResult, runCommand } from "./_command.ts";
import { echoes, startModel } from "./_model.ts";
import { ARGS, run } from "./_run.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

const REFUSED = { status: 400 };

/** What the program that reads a terminal sees of a whole command. */
async function onTerminal(folder: Folder, question: string): Promise<string> {
  folder.servers({ tools: toolsServer() });
  await using model = startModel(echoes("hello", DRIVING_TEXT));
  const log = `${folder.path}/log`;
  const command = metadata.tasks["plan-execute"].command;
  const { code } = await new Deno.Command("script", {
    args: ["-qec", `${command} ${ARGS.join(" ")} ${question}`, log],
    cwd: ROOT,
    env: { INIT_CWD: folder.path, TERM: "xterm", NO_COLOR: "1", ...model.env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  assertEquals(code, 0);
  return Deno.readTextFileSync(log);
}

Deno.test("an agent's answer goes into a pipe byte for byte", async () => {
  using folder = new Folder();
  const handler = echoes("hello", DRIVING_TEXT);
  const { code, stdout } = await run(folder, ["Say it"], { handler });
  assertEquals([code, stdout], [0, `${DRIVING_TEXT}\n`]);
});

Deno.test({
  name: "an agent's answer does not drive a terminal",
  ignore: Deno.build.os !== "linux" || !hasScript(),
  async fn() {
    using folder = new Folder();
    const shown = await onTerminal(folder, "Say-it");
    // A terminal adds a carriage return to each line end, `script` a line of its
    // own, and we one sequence that removes the line of progress.
    const rest = shown.replaceAll("\r\n", "\n").replaceAll("\r\x1b[K", "");
    assertEquals(controlCharacters(rest), []);
    assertStringIncludes(shown, "before\ufffd]52;c;YmFk\ufffdafter");
  },
});

Deno.test("an agent's JSON has no raw control character, and the same value", async () => {
  using folder = new Folder();
  const handler = echoes(DRIVING_TEXT, DRIVING_TEXT);
  const result = await run(folder, ["--json", "Say it"], { handler });
  assertEquals(controlCharacters(result.stdout), []);
  const { answer, trajectory } = printedResult(result);
  assertEquals(answer, DRIVING_TEXT);
  assertEquals(trajectory.turns[1]?.toolCalls[0]?.output, DRIVING_TEXT);
});

Deno.test("an agent's stderr shows no control character of a tool or a model", async () => {
  using folder = new Folder();
  const handler = replies(
    plans({ tool: "echo", server: "tools", task: DRIVING_TEXT }),
    calls(["echo", { text: DRIVING_TEXT }], [DRIVING_TEXT, {}]),
    says(DRIVING_TEXT),
  );
  const args = ["--verbose", "--show-trajectory", "Say it"];
  const { stderr } = await run(folder, args, { handler });
  assertStringIncludes(stderr, "tools/echo");
  assertStringIncludes(stderr, "before\ufffd]52;c;YmFk\ufffdafter");
  assertEquals(controlCharacters(stderr), []);
});

Deno.test("an agent's stderr shows no control character of a refusal", async () => {
  using folder = new Folder();
  const error = { message: DRIVING_TEXT };
  const handler = () => Promise.resolve(Response.json({ error }, REFUSED));
  const { code, stderr } = await run(folder, ["Say it"], { handler });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "before\ufffd[2J\ufffd[Hafter");
  assertEquals(controlCharacters(stderr), []);
});

Deno.test({
  name: "an agent's stderr shows no control character of a server",
  ignore: Deno.build.os === "windows",
  async fn() {
    using folder = new Folder();
    folder.program("server", `cat "${folder.write("text", DRIVING_TEXT)}" >&2`);
    folder.servers({ [`a${DRIVING_TEXT}`]: { command: "./server" } });
    await using model = startModel(echoes());
    for (const flags of [[], ["--verbose"]]) {
      const { code, stderr } = await runCommand([...ARGS, ...flags, "Say it"], {
        cwd: folder.path,
        env: model.env,
      });
      assertEquals(code, 1);
      assert(stderr.includes("before") && stderr.includes("after"), stderr);
      assertEquals(controlCharacters(stderr), []);
    }
  },
});

Deno.test("bad usage shows no control character of an mcp.json", async () => {
  using folder = new Folder();
  folder.servers({ [DRIVING_TEXT]: { url: "ftp://x" } });
  await using model = startModel(echoes());
  const { code, stderr } = await runCommand([...ARGS, "Say it"], {
    cwd: folder.path,
    env: model.env,
  });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "is not an http or https URL");
  assertEquals(controlCharacters(stderr), []);
});

function hasScript(): boolean {
  try {
    return new Deno.Command("script", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}
