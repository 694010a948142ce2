import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { displayWidth } from "../../../turns/draw/format.ts";
import { main } from "../../../turns/main.ts";
import {
  bigRun,
  EPOCH,
  ledger,
  line,
  root,
  TestFolder,
  testIo,
  turn,
} from "../_traces.ts";

const FILE = `${line(bigRun("run-alpha"))}\n${
  line([...turn("run-beta", 1, 2000), root("run-beta")])
}\n`;

async function run(args: string[], file = FILE) {
  using folder = new TestFolder();
  folder.write(".turnspan/demo.jsonl", file);
  const io = testIo(folder.path);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

Deno.test("runTurns() takes a command's name for --runner", async () => {
  const { code, out } = await run(["--runner", "plan-execute", "--json"]);
  assertEquals([code, JSON.parse(out).turns.length], [0, 4]);
});

Deno.test("runTurns() names the runners and models that there are", async () => {
  for (
    const [args, said] of [
      [
        ["--runner", "deep-agent"],
        'No runner is called "deep-agent", the only one is plan_execute',
      ],
      [
        ["--model", "gpt"],
        'No model\'s name contains "gpt", the only one is demo',
      ],
    ] as const
  ) {
    const { code, out, err } = await run([...args]);
    assertEquals([code, out], [0, ""]);
    assertStringIncludes(err, `none passes the filters:\n${said}\n`);
    assertStringIncludes(err, "22 spans read");
    const json = await run([...args, "--json"]);
    assertEquals([json.code, JSON.parse(json.out).spansRead], [0, 22]);
  }
});

Deno.test("runTurns() says what a loop of one's own has to do for its tokens", async () => {
  const own = line([...turn("own", 1, undefined), root("own")]);
  for (const args of [[], ["--run", "own", "--tree"]]) {
    const { err } = await run(args, own);
    assertStringIncludes(err, "hand each reply to chat.reply(reply)");
    assertStringIncludes(err, "docs/library.md");
    assertStringIncludes(err, "stream_options: { include_usage: true }");
  }
  const { err } = await run([], own);
  assertStringIncludes(err, "What is known of them: --run own --tree");
});

Deno.test("runTurns() never shows 0 for tokens that are not known", async () => {
  const spans = [...turn("r", 1, 500), ...turn("r", 2, undefined), root("r")];
  const file = line(spans);
  const { out, err } = await run(["--json"], file);
  assertEquals(JSON.parse(out).turns.length, 1);
  assertStringIncludes(err, "that report no tokens");
  const tree = await run(["--run", "r", "--tree"], file);
  assert(!/\b0 tokens|\b0 →/.test(tree.out), tree.out);
});

Deno.test("runTurns() names a file of another kind, with exit code 2", async () => {
  using folder = new TestFolder();
  const path = folder.write(
    "trace.json",
    '{"data":[{"spans":[{"traceID":1}]}]}',
  );
  const io = testIo(folder.path);
  assertEquals([await main([path], io), io.stdout], [2, ""]);
  assertStringIncludes(
    io.stderr,
    `Cannot read traces from "${path}": it is a download of the Jaeger UI`,
  );
});

Deno.test("runTurns() leaves out the day of today on a terminal only", async () => {
  using folder = new TestFolder();
  folder.write(".turnspan/demo.jsonl", FILE);
  const io = testIo(folder.path, { columns: 100 });
  io.now = () => EPOCH + 10_000;
  await main([], io);
  const [day = "", time = ""] = new Date(EPOCH + 3000).toLocaleString("sv-SE")
    .split(" ");
  assert(/^RUN +STARTED/m.test(io.stdout), io.stdout);
  assertEquals([io.stdout.includes(day), io.stdout.includes(time)], [
    false,
    true,
  ]);
  assertStringIncludes((await run([])).out, `${day} ${time}`);
});

Deno.test("runTurns() fits each of its screens to the terminal, and no pipe's", async () => {
  using folder = new TestFolder();
  folder.write("t.jsonl", FILE);
  const tree = ["t.jsonl", "--run", "run-alpha", "--tree"];
  const shown = async (args: string[], columns?: number) => {
    const io = testIo(folder.path, columns === undefined ? {} : { columns });
    await main(
      args,
      columns === undefined ? io : Object.assign(io, { errColumns: columns }),
    );
    return io;
  };
  for (
    const args of [["t.jsonl"], tree, [], ["t.jsonl", "--over", "99k"], ["no"]]
  ) {
    const whole = await shown(args);
    for (const columns of [40, 60, 80]) {
      const { stdout, stderr } = await shown(args, columns);
      for (const line of `${stdout}${stderr}`.split("\n")) {
        // A path is to be copied, and stays whole.
        if (line.includes(folder.path)) continue;
        assert(displayWidth(line) <= columns, `${columns}: ${line}`);
      }
      const words = (text: string) => text.replaceAll(/[│├└─\s]+/g, " ");
      assertEquals(words(stderr), words(whole.stderr));
      if (args === tree) assertEquals(words(stdout), words(whole.stdout));
    }
  }
  const { stdout } = await shown(tree);
  assert(stdout.split("\n").some((line) => displayWidth(line) > 80), stdout);
});

Deno.test("runTurns() names the demo as this person can run it", async () => {
  using folder = new TestFolder();
  for (
    const [env, command] of [
      [{}, "  deno task demo  "],
      [{ npm_command: "exec" }, "  npx -y deno task demo  "],
    ] as const
  ) {
    const io = testIo(folder.path, { env });
    await main([], io);
    assertStringIncludes(io.stderr, command);
  }
});

Deno.test("runTurns() answers for the largest turn of those that are listed", async () => {
  const spans = [
    ...turn("r", 1, 100, { ...ledger({ "tools:iot": 60, user: 40 }) }),
    ...turn("r", 2, 900, {
      ...ledger({ "iot/history": 800, "tools:iot": 60, user: 40 }),
      "gen_ai.request.model": "large",
      "turn.prompt.delta_tokens": 800,
      "turn.prompt.grew_by": "iot/history",
      "turn.prompt.grew_by_tokens": 800,
    }),
    root("r"),
  ];
  const life =
    "Over its run iot/history came to 800 of 1,000 input tokens (80 %), in 1 of 2 turns.";
  const first = async (...args: string[]) =>
    (await run(args, line(spans))).out.split("\n").slice(0, 3);
  assertEquals(await first(), [
    "Turn 2 of plan_execute sent the largest prompt: 900 tokens, 800 more than turn 1; iot/history made it grow (800 tokens, 89 % of it).",
    life,
    "",
  ]);
  assertEquals(await first("--model", "demo"), [
    "Turn 1 of plan_execute sent the largest prompt: 100 tokens, the first turn; most of it is the tool definitions of iot (60 tokens, 60 %), then the user's messages (40 tokens, 40 %).",
    life,
    "",
  ]);
});
