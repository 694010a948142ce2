import { assert, assertEquals, assertMatch } from "@std/assert";
import * as sdk from "@anthropic-ai/claude-agent-sdk";
import { fileURLToPath } from "node:url";
import { claudeAgentWith } from "../../runners/claude_agent.ts";
import { conversation, says } from "../_helpers/conversation.ts";
import { runScripted, type ScriptedRun } from "./_run.ts";

/** Runs the agent with a program of ours in the CLI's place. */
async function runWith(
  program: string,
  more: Partial<ScriptedRun> = {},
) {
  const query = (params: Parameters<typeof sdk.query>[0]) =>
    sdk.query({
      ...params,
      options: { ...params.options, pathToClaudeCodeExecutable: program },
    });
  return await runScripted({
    runner: claudeAgentWith(() => Promise.resolve({ ...sdk, query })),
    api: "messages",
    handler: conversation(says("It is done")),
    ...more,
  });
}

/** A shell script in the CLI's place. */
async function runScript(script: string, more?: Partial<ScriptedRun>) {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`);
    await Deno.chmod(path, 0o700);
    const { result, tree } = await runWith(path, more);
    const { type, message = "" } = result.error ?? {};
    assert(!message.includes("\n"), message);
    return { type, message: message.replace(path, "claude"), tree };
  } finally {
    await Deno.remove(path);
  }
}

const WORKS = "; to see whether it works at all, run claude --version";

Deno.test("claude_agent says that the CLI is missing, and how to get it", async () => {
  const { result, tree } = await runWith("/nowhere/claude");
  assertEquals(result.error?.type, "ClaudeCliError");
  assertEquals(tree, "agent.run ClaudeCliError");
  assertMatch(
    result.error?.message ?? "",
    /^Cannot start the Claude CLI: .*\/nowhere\/claude; to download it again, run deno install .*--entrypoint cli\/claude_agent\.ts$/,
  );
});

Deno.test("claude_agent says that the CLI is no program for this machine", async () => {
  const readme = fileURLToPath(import.meta.resolve("../../README.md"));
  const { result } = await runWith(readme);
  assertMatch(
    result.error?.message ?? "",
    /^Cannot start the Claude CLI: .*; to download it again, run /,
  );
});

Deno.test("claude_agent says what the CLI said before it ended", async () => {
  const script = "echo some words >&2; echo 'unknown option --x' >&2; exit 1";
  assertEquals(await runScript(script), {
    type: "ClaudeCliError",
    message:
      `Cannot get an answer from the Claude CLI: it exited with code 1: unknown option --x${WORKS}`,
    tree: "agent.run ClaudeCliError",
  });
});

Deno.test("claude_agent says that the CLI was killed", async () => {
  const { message } = await runScript("kill -9 $$");
  assertEquals(
    message,
    `Cannot get an answer from the Claude CLI: it was ended by SIGKILL${WORKS}`,
  );
});

Deno.test("claude_agent takes rubbish for no answer", async () => {
  const rubbish = "echo '<html>'; echo '{}'; echo '{\"type\":7}'";
  const { message } = await runScript(rubbish);
  assertEquals(
    message,
    `Cannot get an answer from the Claude CLI: it exited with code 0${WORKS}`,
  );
});

Deno.test("claude_agent refuses a CLI of another version, and ends it", async () => {
  const init = { type: "system", subtype: "init" };
  for (const version of ["1.0.128", "2.0.400", "2.1.141", "3.0.0", "dev"]) {
    const line = JSON.stringify({ ...init, claude_code_version: version });
    const { message } = await runScript(`echo '${line}'; sleep 60`);
    assertEquals(
      message,
      `Cannot use the Claude CLI ${version} at claude: it has to be >=2.1.142 <3. It comes with the SDK: put @anthropic-ai/claude-agent-sdk >=0.3.142 <0.4 into import_map.json, and run deno task locks`,
    );
  }
});

Deno.test("claude_agent ends a CLI that does not listen, with all it started", async () => {
  const folder = await Deno.makeTempDir();
  const pipe = `${folder}/held`;
  await new Deno.Command("mkfifo", { args: [pipe] }).output();
  const cancel = new AbortController();
  const run = runScript(
    `trap '' TERM; exec 3> ${pipe}; echo here >&3; sleep 60 & wait; sleep 60`,
    { signal: cancel.signal },
  );
  // Both hold the pipe's other end: it is at its end when both have ended.
  const held = (await Deno.open(pipe)).readable.getReader();
  await held.read();
  cancel.abort(new DOMException("Enough", "AbortError"));
  const { type, tree } = await run;
  assertEquals([type, tree], ["cancelled", "agent.run cancelled"]);
  const ended = performance.now();
  assertEquals((await held.read()).done, true);
  assert(performance.now() - ended < 10_000, "it lived on");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("claude_agent says that the CLI died in mid-run", async () => {
  let kill = () => {};
  const query = (params: Parameters<typeof sdk.query>[0]) => {
    const spawn = params.options!.spawnClaudeCodeProcess!;
    const spawnClaudeCodeProcess: typeof spawn = (options) => {
      const cli = spawn(options);
      kill = () => cli.kill("SIGKILL");
      return cli;
    };
    const options = { ...params.options, spawnClaudeCodeProcess };
    return sdk.query({ ...params, options });
  };
  const { result, tree } = await runScripted({
    runner: claudeAgentWith(() => Promise.resolve({ ...sdk, query })),
    api: "messages",
    handler: conversation(() => {
      kill();
      return new Promise<Response>(() => {});
    }),
  });
  assertMatch(
    result.error?.message ?? "",
    /^Cannot get an answer from the Claude CLI: it was ended by SIGKILL; /,
  );
  assertEquals(
    tree,
    `agent.run ClaudeCliError
  agent.turn ClaudeCliError
    chat tested AbortError
      POST AbortError`,
  );
});

Deno.test("claude_agent refuses an SDK that has no query", async () => {
  const { query: _, ...none } = sdk;
  const runner = claudeAgentWith(() => Promise.resolve(none as typeof sdk));
  const error = await runner.load("messages").catch((error) => error);
  assert(error instanceof TypeError);
  assertEquals(
    error.message,
    "Cannot use this version of @anthropic-ai/claude-agent-sdk: it has no query. Put @anthropic-ai/claude-agent-sdk >=0.3.142 <0.4 into import_map.json, and run deno task locks",
  );
});
