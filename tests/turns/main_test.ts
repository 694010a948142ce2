import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../turns/main.ts";
import {
  bigRun,
  EPOCH,
  line,
  root,
  TestFolder,
  testIo,
  turn,
} from "./_traces.ts";

const lines = (...parts: string[]) => parts.map((part) => `${part}\n`).join("");
const RUN_A = "run-alpha";
const FILE = lines(
  line(bigRun(RUN_A)),
  line([...turn("run-beta", 1, 2000), root("run-beta")]),
);

async function run(
  args: string[],
  init: Parameters<typeof testIo>[1] = {},
  file = FILE,
) {
  using folder = new TestFolder();
  folder.write(".turnspan/demo.jsonl", file);
  folder.write("other/x.jsonl", line(turn("other", 1, 77)));
  folder.write("empty.jsonl", "");
  const io = testIo(folder.path, init);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr, folder: folder.path };
}

const ANSWER =
  "Turn 3 of plan_execute sent the largest prompt: 15,214 tokens, 13,980 more than turn 2; iot/history made it grow (41.2 kB).";

Deno.test("main() answers, and lists the turns of the demo's file", async () => {
  const { code, out, err } = await run([]);
  const [answer, blank, ...table] = out.trimEnd().split("\n");
  const rows = table.map((row) => row.split(/ {2,}/).slice(0, 7));
  assertEquals([answer, blank], [ANSWER, ""]);
  const at = (seconds: number) =>
    // In the reader's zone, as sv-SE writes it.
    new Date(EPOCH + seconds * 1000).toLocaleString("sv-SE");
  assertEquals(rows, [
    ["RUN", "STARTED", "RUNNER", "AGENT", "TURN", "MODEL", "TOKENS"],
    [RUN_A, at(3), "plan_execute", "plan_execute", "3", "demo", "15,214"],
    ["run-beta", at(1), "plan_execute", "plan_execute", "1", "demo", "2,000"],
    [RUN_A, at(2), "plan_execute", "plan_execute", "2", "demo", "1,234"],
    [RUN_A, at(1), "plan_execute", "plan_execute", "1", "demo", "1,000"],
  ]);
  assertEquals([code, err], [0, ""]);
});

Deno.test("main() reads paths first, then OTEL_TRACES_FILE", async () => {
  const env = { OTEL_TRACES_FILE: "other/x.jsonl" };
  const fromEnv = await run(["--json"], { env });
  assertEquals(JSON.parse(fromEnv.out).turns[0].promptTokens, 77);
  const named = await run(["--json", ".turnspan"], { env });
  assertEquals(JSON.parse(named.out).turns[0].promptTokens, 15_214);
});

Deno.test("main() --json prints the documented shape", async () => {
  const { out, folder } = await run(["--json", "--top", "1"]);
  const { turns, ...rest } = JSON.parse(out);
  assertEquals(rest, {
    version: 1,
    sources: [`${folder}/.turnspan/demo.jsonl`],
    spansRead: 22,
  });
  const [{ traceId, spanId, agentSpanId, ...turn }] = turns;
  const lengths = [traceId, spanId, agentSpanId, turns].map(({ length }) =>
    length
  );
  assertEquals(lengths, [32, 16, 16, 1]);
  assertEquals(turn, {
    kind: "turn",
    runId: RUN_A,
    runner: "plan_execute",
    agent: "plan_execute",
    turn: 3,
    model: "demo",
    promptTokens: 15_214,
    outputTokens: 7,
    growthTokens: 13_980,
    bytes: { instructions: 900, tools: 3100, messages: 1000, results: 41_900 },
    grewBy: "iot/history",
    grewByBytes: 41_200,
    startTime: "2026-11-20T12:00:03.000Z",
    durationMs: 500,
  });
});

Deno.test("main() filters by its flags", async () => {
  const found = async (...args: string[]) =>
    JSON.parse((await run(["--json", ...args])).out).turns.map(
      (row: { promptTokens: number }) => row.promptTokens,
    );
  assertEquals(await found("--over", "1.5k"), [15_214, 2000]);
  assertEquals(await found("--run", "run-beta"), [2000]);
  assertEquals(await found("--run", "run-al"), [15_214, 1234, 1000]);
  assertEquals(await found("--run", "run-al…"), [15_214, 1234, 1000]);
  assertEquals(await found("--since", "3598s"), [15_214, 1234]);
  assertEquals(await found("--runner", "deep_agent"), []);
  assertEquals(await found("--model", "DEM", "--top", "1"), [15_214]);
});

Deno.test("main() --tree draws a run and answers the question", async () => {
  const { code, out } = await run(["--run", RUN_A, "--tree"]);
  assertEquals(code, 0);
  assertEquals(out.split("\n")[0], "agent.run plan_execute  9.0 s");
  assert(
    out.endsWith(
      `\n\n${ANSWER}\n`,
    ),
  );
});

Deno.test("main() exits 2 with one clear line when it is used badly", async () => {
  for (
    const [args, message] of [
      [["--over", "lots"], 'Cannot read "lots" as tokens'],
      [["--since", "soon"], 'Cannot read "soon" as a time'],
      [["--top", "0"], 'Cannot list "0" turns'],
      [["--runner", ""], 'Cannot filter by ""'],
      [["--tree"], "Cannot draw a tree: --tree needs --run <id>"],
      [["--tree", "--json", "--run", "x"], "use --tree or --json"],
      [["--nope"], "unknown option '--nope'"],
      [["--over"], "argument missing"],
      [["missing.jsonl"], "no such file or folder"],
      [
        ["--run", "run-", "--json"],
        "several ids begin with it, run-alpha, run-beta",
      ],
    ] as const
  ) {
    const { code, out, err } = await run([...args]);
    assertStringIncludes(err, message);
    assertEquals([code, out], [2, ""], args.join(" "));
  }
});

Deno.test("main() says where it looked when there is nothing", async () => {
  using folder = new TestFolder();
  const io = testIo(folder.path);
  assertEquals(await main([], io), 1);
  assertStringIncludes(
    io.stderr,
    `${folder.path}/.turnspan/demo.jsonl\n  there is no such file`,
  );
  assertStringIncludes(io.stderr, "deno task demo");

  const empty = await run(["empty.jsonl"]);
  assertEquals([empty.code, empty.out], [1, ""]);
  assertStringIncludes(
    empty.err,
    `${empty.folder}/empty.jsonl\n  0 spans read`,
  );

  const run404 = await run(["--run", "nobody", "--tree"]);
  assertEquals(run404.code, 1);
  assertStringIncludes(
    run404.err,
    'Cannot find run "nobody": no run and no trace has this id',
  );
  assertStringIncludes(run404.err, "22 spans read");
});

Deno.test("main() exits 0 when nothing passes the filters", async () => {
  const { code, out, err } = await run(["--over", "20k"]);
  assertEquals([code, out], [0, ""]);
  assertStringIncludes(err, "none passes the filters");
  assertStringIncludes(err, "22 spans read");
});

Deno.test("main() says it when no call reports its tokens", async () => {
  const { code, err } = await run([], {}, line(turn("r", 1, undefined)));
  assertEquals(code, 1);
  assertStringIncludes(err, "none reports its tokens");
});

Deno.test("main() goes on past a half-written line, and says so", async () => {
  const { code, out, err, folder } = await run(
    ["--json"],
    {},
    FILE + '{"resourceSpans":[{"res',
  );
  assertEquals([code, JSON.parse(out).turns.length], [0, 4]);
  assertEquals(
    err,
    `Skipped 1 damaged or half-written line in "${folder}/.turnspan/demo.jsonl": line 3\n`,
  );
});

Deno.test("main() colours and cuts only on a terminal", async () => {
  const { out } = await run([], { columns: 60, color: true });
  assertStringIncludes(out, "\x1b[1mRUN");
  assert(!(await run([])).out.includes("\x1b"));
});

Deno.test("main() ends quietly when its reader has gone", async () => {
  using folder = new TestFolder();
  folder.write(".turnspan/demo.jsonl", FILE);
  const io = testIo(folder.path);
  io.out = () => Promise.reject(new Deno.errors.BrokenPipe());
  assertEquals([await main([], io), io.stderr], [0, ""]);
});

Deno.test("main() --help tells what there is", async () => {
  const { code, out, err } = await run(["--help"]);
  for (
    const word of [
      "--over",
      "--since",
      "--tree",
      "OTEL_TRACES_FILE",
      "Exit codes",
    ]
  ) {
    assertStringIncludes(out, word);
  }
  assertEquals([code, err], [0, ""]);
});
