import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { type ChatRequest, fails, replies } from "../_helpers/replies.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { Folder, printedResult, runCommand, startCommand } from "./_command.ts";
import { echoes, startModel } from "./_model.ts";
import { ARGS, run } from "./_run.ts";

Deno.test("plan-execute prints the answer and nothing else", async () => {
  using folder = new Folder();
  const { code, stdout, stderr, requests } = await run(folder, ["Say hello"]);
  assertEquals([code, stdout, stderr], [0, "It says hello\n", ""]);
  // Off is off: nothing is sent with the requests, nothing is left behind.
  assertEquals(requests.map(({ headers }) => headers.get("traceparent")), [
    null,
    null,
    null,
  ]);
  assertEquals(folder.names, ["mcp.json"]);
});

Deno.test("plan-execute reads the question from stdin for -", async () => {
  using folder = new Folder();
  const { code, requests } = await run(folder, ["-"], {
    stdin: "Why is\nthe sky blue?\n",
  });
  assertEquals(code, 0);
  const { messages } = requests[0]?.body as ChatRequest;
  assertEquals(messages[1]?.content, "Why is\nthe sky blue?");
});

Deno.test("plan-execute takes flags behind the -- of deno task", async () => {
  using folder = new Folder();
  folder.servers({ tools: toolsServer() });
  await using model = startModel(echoes());
  const { code, stdout } = await runCommand(["--", ...ARGS, "Say hello"], {
    cwd: folder.path,
    env: model.env,
  });
  assertEquals([code, stdout], [0, "It says hello\n"]);
});

Deno.test("plan-execute prints --help and --version, and starts nothing", async () => {
  const help = await runCommand(["--help"]);
  assertEquals([help.code, help.stderr], [0, ""]);
  assertMatch(help.stdout, /^Usage: plan-execute \[options\] <question>\n/);
  for (const word of ["LITELLM_BASE_URL", "OTEL_TRACES_FILE", "130"]) {
    assertStringIncludes(help.stdout, word);
  }
  const version = await runCommand(["--version"]);
  assertEquals([version.code, version.stderr], [0, ""]);
  assertMatch(version.stdout, /^\d+\.\d+\.\d+\n$/);
});

Deno.test("plan-execute prints one AgentResult with --json", async () => {
  using folder = new Folder();
  const printed = await run(folder, [
    ...["--json", "--run-id", "r-1", "--scenario-id", "s-1", "Say hello"],
  ]);
  assertEquals([printed.code, printed.stderr], [0, ""]);
  const { trajectory, durationMs, promptSources = [], ...rest } = printedResult(
    printed,
  );
  assert(durationMs > 0);
  assertEquals(promptSources.reduce((sum, { tokens }) => sum + tokens, 0), 300);
  assertEquals(rest, {
    question: "Say hello",
    answer: "It says hello",
    runner: "plan_execute",
    runId: "r-1",
    scenarioId: "s-1",
    model: "openai/tested",
    usage: { inputTokens: 300, outputTokens: 30 },
  });
  assertEquals(trajectory.turns.map(({ phase }) => phase), [
    "plan",
    "execute",
    "summarize",
  ]);
});

Deno.test("plan-execute prints one AgentResult with --json when it failed", async () => {
  using folder = new Folder();
  const printed = await run(folder, ["--json", "Say hello"], {
    handler: replies(fails(400, {}, "no such model")),
  });
  assertEquals(printed.code, 1);
  assertMatch(
    printed.stderr,
    /^plan-execute: Cannot ask model "openai\/tested": \S+ answered 400: no such model\n$/,
  );
  const { answer, error } = printedResult(printed);
  assertEquals([answer, error?.type], ["", "400"]);
  assertEquals(printed.stderr, `plan-execute: ${error?.message}\n`);
});

Deno.test("plan-execute exits 1 and says why when a server does not start", async () => {
  using folder = new Folder();
  folder.servers({ broken: { command: "no-such-command-here" } });
  await using model = startModel(replies());
  const { code, stdout, stderr } = await runCommand([...ARGS, "Say hello"], {
    cwd: folder.path,
    env: model.env,
  });
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^plan-execute: Cannot start MCP server "broken"/);
  assertEquals(model.requests, []);
});

Deno.test("plan-execute writes the result where AGENT_TRAJECTORY_DIR says", async () => {
  using folder = new Folder();
  const init = { env: { AGENT_TRAJECTORY_DIR: "deep/er" } };
  const args = ["--json", "--run-id", "good", "Say hello"];
  const good = await run(folder, args, init);
  assertEquals(
    JSON.parse(folder.read("deep/er/good.json")),
    printedResult(good),
  );
  const bad = await run(folder, ["--json", "--run-id", "bad", "Say hello"], {
    ...init,
    handler: replies(fails(400)),
  });
  assertEquals(JSON.parse(folder.read("deep/er/bad.json")), printedResult(bad));
  const names = [...Deno.readDirSync(`${folder.path}/deep/er`)];
  assertEquals(names.map(({ name }) => name).sort(), ["bad.json", "good.json"]);
});

Deno.test("plan-execute writes JSON that is well-formed, whatever a model says", async () => {
  using folder = new Folder();
  const result = await run(folder, ["--json", "--run-id", "cut", "Say hello"], {
    handler: echoes("hello\ud83d", "It says hello\ud83d"),
    env: { AGENT_TRAJECTORY_DIR: "out" },
  });
  assertEquals(result.code, 0);
  for (const text of [result.stdout, folder.read("out/cut.json")]) {
    assertMatch(text, /"output": ?"hello\ufffd"/);
    assertEquals(/\\ud[89a-f]/.exec(text)?.[0], undefined);
  }
});

Deno.test("plan-execute prints the answer also where the result cannot be written", async () => {
  using folder = new Folder();
  // A folder in the place of the file: the check beforehand cannot know.
  Deno.mkdirSync(`${folder.path}/out/taken.json/full`, { recursive: true });
  const { code, stdout, stderr } = await run(folder, [
    ...["--run-id", "taken", "Say hello"],
  ], { env: { AGENT_TRAJECTORY_DIR: "out" } });
  assertEquals([code, stdout], [1, "It says hello\n"]);
  assertMatch(
    stderr,
    /^plan-execute: Cannot write "[^"]*out\/taken\.json": [^\n]+\n$/,
  );
  assertEquals([...Deno.readDirSync(`${folder.path}/out`)].length, 1);
});

Deno.test("plan-execute shows the trajectory and the progress on stderr", async () => {
  using folder = new Folder();
  const { code, stdout, stderr } = await run(folder, [
    ...["--show-trajectory", "--verbose", "Say hello"],
  ]);
  assertEquals([code, stdout], [0, "It says hello\n"]);
  assertMatch(stderr, /^turn 1 \(plan\) of plan_execute$/m);
  assertMatch(stderr, /^ {2}tools\/echo {"text":"hello"}$/m);
  assertMatch(
    stderr,
    /^turn 2 · plan_execute · execute · 100 tokens in · 10 out · \d+ ms$/m,
  );
  assertMatch(stderr, /^ {2}tools\/echo {"text":"hello"}: hello$/m);
});

Deno.test("plan-execute prints a long answer whole", async () => {
  using folder = new Folder();
  const answer = "It says hello ".repeat(100_000).trimEnd();
  const { code, stdout } = await run(folder, ["Say hello"], {
    handler: echoes("hello", answer),
  });
  assertEquals([code, stdout === `${answer}\n`], [0, true]);
});

Deno.test("plan-execute ends quietly when nobody reads its answer", async () => {
  using folder = new Folder();
  folder.servers({ tools: toolsServer() });
  await using model = startModel(
    echoes("hello", "It says hello ".repeat(9999)),
  );
  const child = startCommand([...ARGS, "Say hello"], {
    cwd: folder.path,
    env: model.env,
  });
  await child.stdout.cancel();
  const stderr = await new Response(child.stderr).text();
  assertEquals([(await child.status).code, stderr], [0, ""]);
});
