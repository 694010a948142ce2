import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { displayWidth } from "../../../turns/draw/format.ts";
import { main } from "../../../turns/main.ts";
import { ledger, line, root, TestFolder, testIo, turn } from "../_traces.ts";

const SPANS = [
  ...turn("run-a", 1, 100, {
    ...ledger({ "tools:iot": 60, user: 40 }),
    "turn.prompt.tokens_basis": "estimated",
  }),
  ...turn("run-a", 2, 1000, {
    ...ledger({ "iot/history": 800, "tools:iot": 60, user: 40 }),
    "gen_ai.usage.cache_read.input_tokens": 90,
    "turn.cache.expected_tokens": 100,
    "turn.cache.broken_by": "user",
  }),
  root("run-a"),
  ...turn("run-b", 1, 50, ledger({ user: 50 })),
  root("run-b"),
];

async function run(args: string[], columns?: number, spans = SPANS) {
  using folder = new TestFolder();
  folder.write("t.jsonl", line(spans));
  const io = testIo(folder.path, columns === undefined ? {} : { columns });
  const code = await main(["t.jsonl", ...args], io);
  return { code, out: io.stdout, err: io.stderr, folder: folder.path };
}

Deno.test("turns --by adds up all that passes the filters", async () => {
  const { code, out, err } = await run(["--by", "source"]);
  assertEquals([code, err], [0, ""]);
  assertEquals(out.split("\n").slice(0, 4).map((row) => row.slice(0, 40)), [
    "1,150 input tokens in 3 turns; most of i",
    "",
    "SOURCE       TOKENS  SHARE  CALLS  CAME ",
    "iot/history     800   70 %      1  turn ",
  ]);
  const names = async (...args: string[]) => {
    const { out } = await run(["--json", "--by", ...args]);
    return JSON.parse(out).lines.map(({ name }: { name: string }) => name);
  };
  assertEquals(await names("source", "--run", "run-b"), ["user"]);
  assertEquals(await names("run", "--over", "60"), ["run-a"]);
  assertEquals(await names("agent", "--runner", "plan-execute"), [
    "plan_execute",
  ]);
  assertEquals(await names("server", "--model", "DEMO", "--top", "1"), ["iot"]);
  assertEquals(await names("tool", "--since", "3598s"), [
    "iot/history",
    "(no tool)",
    "unknown",
  ]);
});

Deno.test("turns --by --json prints the documented shape", async () => {
  const { out, folder } = await run(
    ["--by", "source", "--json", "--run", "run-a", "--top", "1"],
  );
  assertEquals(JSON.parse(out), {
    version: 1,
    sources: [`${folder}/t.jsonl`],
    spansRead: 11,
    by: "source",
    tokens: 1100,
    calls: 2,
    lines: [{
      name: "iot/history",
      tokens: 800,
      sharePercent: 73,
      calls: 1,
      turnsInARow: 1,
      cameIn: { turn: 2, agent: "plan_execute", run: "run-a" },
    }],
    rest: { lines: 3, tokens: 300 },
  });
});

Deno.test("turns --by shows forty lines, and all as JSON, unless --top says", async () => {
  const tools = Array.from({ length: 45 }, (_, i) => [`iot/tool-${i}`, 1]);
  const many = turn("many", 1, 45, ledger(Object.fromEntries(tools)));
  const text = async (...args: string[]) => {
    const { out } = await run(["--by", "tool", ...args], undefined, many);
    return out.trimEnd().split("\n").slice(3);
  };
  const lines = await text();
  assertEquals([lines.length, lines.at(-1)], [
    41,
    "and 5 more: 5 tokens (11 %), --top shows more lines",
  ]);
  assertEquals((await text("--top", "99")).length, 45);
  const { out } = await run(["--by", "tool", "--json"], undefined, many);
  assertEquals(JSON.parse(out).lines.length, 45);
});

Deno.test("turns --by says why there is nothing to add up", async () => {
  const filtered = await run(["--by", "run", "--model", "gpt"]);
  assertEquals([filtered.code, filtered.out], [0, ""]);
  assertStringIncludes(filtered.err, 'No model\'s name contains "gpt"');
  const runner = await run(["--by", "run", "--runner", "x"]);
  assertStringIncludes(runner.err, 'No runner is called "x"');
  const silent = await run(["--by", "run"], 80, turn("r", 1, undefined));
  assertEquals([silent.code, silent.out], [1, ""]);
  assertStringIncludes(silent.err, "none reports its tokens");
  const none = await run(["--by", "run", "--run", "nobody"]);
  assertEquals([none.code, none.out], [1, ""]);
});

Deno.test("turns --ledger draws one run, and answers first", async () => {
  const { code, out, err } = await run(["--run", "run-a", "--ledger"]);
  assertEquals([code, err], [0, ""]);
  const [answer = "", life = "", blank, ...table] = out.split("\n");
  assert(answer.startsWith("Turn 2 of plan_execute sent the largest prompt"));
  assert(life.startsWith("Over its run iot/history came to 800 of 1,100"));
  assertEquals([blank, ...table.slice(0, 8)], [
    "",
    "SOURCE        TOKENS  SHARE    1      2",
    "iot/history      800   73 %    ·    800",
    "tools:iot        120   11 %   60     60",
    "unknown          100    9 %    ·    100",
    "user              80    7 %   40     40",
    "input          1,100  100 %  100  1,000",
    "cached            90    8 %    ·     90",
    "cache broken       ✗           ·      ✗",
  ]);
  for (const columns of [40, 60, 80]) {
    const { out } = await run(["--run", "run-a", "--ledger"], columns);
    for (const row of out.split("\n")) {
      assert(displayWidth(row) <= columns, `${columns}: ${row}`);
    }
  }
});

Deno.test("turns --ledger --json prints the documented shape", async () => {
  const { out, folder } = await run(["--run", "run-a", "--ledger", "--json"]);
  const { turns, ...rest } = JSON.parse(out);
  const [{ traceId, spanId: _, ...first }, { cacheBrokenBy }] = turns;
  assertEquals(first, {
    turn: 1,
    agent: "plan_execute",
    model: "demo",
    promptTokens: 100,
    outputTokens: 7,
    basis: "estimated",
  });
  assertEquals(cacheBrokenBy, "user");
  assertEquals(rest, {
    version: 1,
    sources: [`${folder}/t.jsonl`],
    runId: "run-a",
    traceId,
    runner: "plan_execute",
    tokens: 1100,
    lines: [
      { source: "iot/history", tokens: 800, inTurns: [0, 800] },
      { source: "tools:iot", tokens: 120, inTurns: [60, 60] },
      { source: "unknown", tokens: 100, inTurns: [0, 100] },
      { source: "user", tokens: 80, inTurns: [40, 40] },
    ],
  });
});

Deno.test("turns --ledger is of one run, which reports its tokens", async () => {
  const shared = [
    ...turn("a", 1, 10, {}, "t"),
    root("a", "plan_execute", "t"),
    ...turn("b", 1, 20, {}, "t"),
  ];
  const id = "74".padStart(32, "0");
  const both = await run(["--run", id, "--ledger"], 80, shared);
  assertEquals([both.code, both.out], [2, ""]);
  assertStringIncludes(both.err.replaceAll("\n", " "), "one of its runs, a, b");
  const again = [...turn("a", 1, 10, {}, "t"), ...turn("a", 1, 10, {}, "u")];
  const twice = await run(["--run", "a", "--ledger"], 200, again);
  assertEquals([twice.code, twice.out], [2, ""]);
  assertStringIncludes(twice.err, `one of its traces, ${id}, `);
  const silent = [...turn("r", 1, undefined), root("r")];
  const unknown = await run(["--run", "r", "--ledger"], 80, silent);
  assertEquals(unknown.code, 0);
  assert(!/\b0\b/.test(unknown.out), unknown.out);
  assertStringIncludes(unknown.err, "chat.reply(reply)");
  const json = await run(["--run", "r", "--ledger", "--json"], 80, silent);
  assertEquals("tokens" in JSON.parse(json.out), false);
  const empty = await run(["--run", "r", "--ledger"], 80, [root("r")]);
  assertEquals([empty.code, empty.out], [1, ""]);
  assertStringIncludes(
    empty.err,
    'There is no turn and no model call in run "r"',
  );
});

Deno.test("turns refuses flags that do not go together, with exit code 2", async () => {
  for (
    const [args, said] of [
      ["--by nothing", 'Cannot add up by "nothing": write one of source, '],
      ["--ledger", "--ledger needs --run <id>"],
      ["--run r --ledger --tree", "use --tree or --ledger"],
      ["--run r --by run --tree", "use --tree or --by run"],
      ["--run r --by run --ledger", "use --ledger or --by run"],
      ["--run r --ledger --over 5", "leave out --over"],
      ["--run r --ledger --model x", "leave out --model"],
      ["--run r --ledger --since 2h", "leave out --since"],
      ["--run r --ledger --runner x", "leave out --runner"],
      ["--run r --ledger --top 3", "leave out --top"],
    ] as const
  ) {
    const { code, out, err } = await run(args.split(" "));
    assertEquals([code, out], [2, ""], args);
    assertStringIncludes(err, said);
  }
});

Deno.test("turns shows no control character of a source, an agent or a run", async () => {
  const text = "a\x1b[2J\x07\nb";
  const said = {
    ...ledger({ [`${text}/x`]: 60, [`tools:${text}`]: 40 }),
    "gen_ai.agent.name": text,
    "agent.runner": text,
    "turn.cache.broken_by": text,
  };
  const spans = [
    ...turn(`run${text}`, 1, 100, said),
    ...turn(`run${text}`, 2, 100, { ...said, "turn.prompt.grew_by": text }),
    ...turn(`run${text}`, 1, 100, said).map((init) => ({
      ...init,
      id: `${init.id}x`,
      parent: "other",
    })),
  ];
  const views = ["source", "server", "tool", "agent", "turn", "run"];
  for (
    const args of [
      [],
      ["--run", "runa", "--ledger"],
      ...views.map((by) => ["--by", by]),
    ]
  ) {
    const { code, out } = await run(args, undefined, spans);
    assertEquals(code, 0, args.join(" "));
    const controls = [...out].filter((one) => one < " " && one !== "\n");
    assertEquals(controls, [], `${args.join(" ")}: ${out}`);
    // Its line end is none of ours.
    assert(!out.split("\n").some((row) => row.startsWith("b")), out);
  }
});
