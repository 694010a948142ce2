import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { displayWidth } from "../../../turns/draw/format.ts";
import { main } from "../../../turns/main.ts";
import { changed, demoRuns, isChanged, varied } from "../_demo_runs.ts";
import {
  line,
  root,
  type SpanInit,
  TestFolder,
  testIo,
  traceId,
  turn,
} from "../_traces.ts";

type Spans = readonly SpanInit[];

const OPENAI = demoRuns().filter(({ trace }) => trace === "openai_agent");

/** The same run with more of a result and without its last turn. */
const OTHER = changed(
  varied(OPENAI, 1).filter((span) =>
    !isChanged(span, { runner: "openai_agent", turns: (turn) => turn === 6 })
  ),
  {
    runner: "openai_agent",
    turns: (turn) => turn === 5,
    source: "iot/history",
    by: 5000,
  },
);

async function diff(
  files: Readonly<Record<string, Spans>>,
  args: readonly string[],
  columns?: number,
) {
  using folder = new TestFolder();
  for (const [name, spans] of Object.entries(files)) {
    folder.write(name, line(spans));
  }
  const io = testIo(folder.path, columns === undefined ? {} : { columns });
  const code = await main(["diff", ...args], io);
  return { code, out: io.stdout, err: io.stderr, folder: folder.path };
}

const SAID = `\
A  openai_agent  openai_agent  demo  56,575 tokens
B  openai_agent.1  openai_agent  demo  35,476 tokens

B sent 21,099 input tokens (37 %) fewer than A: 35,476 in 5 turns against 56,575 in 6 turns; the most by iot/history (-18,747).

SOURCE                         A       B     MORE
iot/history               47,494  28,747  -18,747
tools:iot                  2,652   2,210     -442
`;

Deno.test("turns diff compares two runs of a file, by how their ids begin", async () => {
  const { code, out, err } = await diff({ "t.jsonl": [...OPENAI, ...OTHER] }, [
    traceId("openai_agent"),
    "openai_agent.1",
    "t.jsonl",
  ]);
  assertEquals([code, err], [0, ""]);
  assertEquals(out.slice(0, SAID.length), SAID);
  const [, turns = ""] = out.split("\n\nTURN");
  assertEquals(turns.split("\n").slice(1), [
    "turn 5 of openai_agent  25,680  30,680   +5,000  iot/history +5,000   -",
    "turn 6 of openai_agent  26,099       -  -26,099  iot/history -23,747  tools:iot -442, assistant -315",
    "4 turns are the same",
    "",
  ]);
});

Deno.test("turns diff compares two files, the last run of each kind", async () => {
  const old = [...demoRuns(), ...varied(demoRuns(), 3)];
  const { code, out, err } = await diff(
    { "a.jsonl": old, "b.jsonl": [...varied(demoRuns(), 4), ...OTHER] },
    ["a.jsonl", "b.jsonl", "--json"],
  );
  assertEquals([code, err], [0, ""]);
  const { version, diffs } = JSON.parse(out);
  assertEquals(version, 1);
  const pairs = diffs.map((
    one: Record<string, { runId: string }>,
  ) => [one.a?.runId, one.b?.runId]);
  assertEquals(pairs, [
    ["claude_agent.3", "claude_agent.4"],
    ["deep_agent.3", "deep_agent.4"],
    ["openai_agent.3", "openai_agent.4"],
    ["plan_execute.3", "plan_execute.4"],
  ]);
  // Two runs in all are compared, whatever made them.
  const mine = OTHER.map((span): SpanInit => ({
    ...span,
    attributes: { ...span.attributes, "agent.runner": "mine" },
  }));
  const two = await diff({ "a.jsonl": OPENAI, "b.jsonl": mine }, [
    "a.jsonl",
    "b.jsonl",
  ]);
  assertStringIncludes(two.out, "B  openai_agent.1  mine  demo");
  const left = await diff({ "a.jsonl": demoRuns(), "b.jsonl": OPENAI }, [
    "a.jsonl",
    "b.jsonl",
  ]);
  assertEquals([left.code, left.err], [
    0,
    "Left out 3 kinds of runs that only one of the files has\n",
  ]);
});

Deno.test("turns diff --json prints the documented shape", async () => {
  const priced = (run: string, tokens: number, usd: number): SpanInit[] => [
    ...turn(run, 1, tokens, {
      "turn.prompt.sources": ["iot/x", "user"],
      "turn.prompt.source_tokens": [tokens - 10, 10],
    }).map((span): SpanInit =>
      span.id.endsWith("c")
        ? {
          ...span,
          attributes: { ...span.attributes, "litellm.cost.total": usd },
        }
        : span
    ),
    root(run),
  ];
  const { out, folder } = await diff(
    { "t.jsonl": [...priced("run-a", 93, 1), ...priced("run-b", 193, 2)] },
    ["run-a", "run-b", "t.jsonl", "--json"],
  );
  const round = (usd: number) => Math.round(usd * 1000) / 1000;
  const { diffs: [{ a, sources: [source, user], ...found }], ...rest } = JSON
    .parse(out);
  assertEquals(rest, { version: 1, sources: [`${folder}/t.jsonl`] });
  assertEquals(a, {
    runId: "run-a",
    traceId: traceId("run-a"),
    runner: "plan_execute",
    tokens: 93,
    calls: 1,
    costUsd: 1,
  });
  assertEquals({ ...source, moreUsd: round(source.moreUsd) }, {
    source: "iot/x",
    a: 83,
    b: 183,
    more: 100,
    moreUsd: 1,
  });
  assertEquals(user, undefined);
  assertEquals([found.more, found.turns], [100, [{
    agent: "plan_execute",
    turn: 1,
    a: 93,
    b: 193,
    more: 100,
    sources: [{ source: "iot/x", a: 83, b: 183, more: 100 }],
  }]]);
});

Deno.test("turns diff says of the same run that it is the same", async () => {
  const { code, out } = await diff({ "t.jsonl": OPENAI }, [
    "openai",
    "openai_agent",
    "t.jsonl",
  ]);
  assertEquals(code, 0);
  assertStringIncludes(
    out,
    "\n\nBoth sent the same: 56,575 input tokens in 6 turns.\n",
  );
});

Deno.test("turns diff fits the terminal", async () => {
  for (const columns of [60, 80, 100, 140]) {
    const { out } = await diff(
      {
        "a.jsonl": demoRuns(),
        "b.jsonl": [...varied(demoRuns(), 4), ...OTHER],
      },
      ["a.jsonl", "b.jsonl"],
      columns,
    );
    for (const row of out.split("\n")) {
      assert(displayWidth(row) <= columns, `${columns}: ${row}`);
    }
  }
});

Deno.test("turns diff keeps the cause of each turn where there is little room", async () => {
  const files = { "a.jsonl": OPENAI, "b.jsonl": OTHER };
  const { out } = await diff(files, ["a.jsonl", "b.jsonl"], 60);
  assertStringIncludes(
    out,
    "\nturn 5 of openai_agent  30,680   +5,000  iot/history +5,000\n",
  );
});

Deno.test("turns diff compares tokens alone where a trace has no ledger", async () => {
  const bare = [...turn("b", 1, 900), root("b")];
  const { code, out, err } = await diff(
    { "a.jsonl": OPENAI, "b.jsonl": bare },
    [
      "a.jsonl",
      "b.jsonl",
    ],
  );
  assertEquals(code, 0);
  assert(!out.includes("SOURCE"), out);
  assertStringIncludes(err, "No source is known of one of the runs or both");
  const silent = await diff(
    { "a.jsonl": OPENAI, "b.jsonl": [...turn("b", 1, undefined), root("b")] },
    ["a.jsonl", "b.jsonl"],
  );
  assertEquals([silent.code, silent.out], [1, ""]);
  assertStringIncludes(silent.err, 'Run "b" reports no tokens');
});

Deno.test("turns diff says what it cannot compare", async () => {
  const files = {
    "t.jsonl": [...OPENAI, ...OTHER],
    "none.jsonl": [root("r")],
    "plan.jsonl": demoRuns().filter(({ trace }) => trace !== "openai_agent"),
  };
  for (
    const [args, code, said] of [
      ["", 2, "write turns diff <a> <b>"],
      ["openai_agent", 2, "write turns diff <a> <b>"],
      ["t.jsonl gone.jsonl", 2, 'Cannot compare "t.jsonl" with "gone.jsonl"'],
      ["openai_agent t.jsonl", 2, 'Cannot compare "t.jsonl" with'],
      ["x.jsonl openai_agent", 2, "name two files that exist"],
      ["nobody openai_agent t.jsonl", 1, 'Cannot find run "nobody"'],
      ["open openai_agent t.jsonl", 2, "several ids begin with it"],
      ["a b gone.jsonl", 2, "no such file"],
      ["t.jsonl none.jsonl", 1, "Found no turn and no model call"],
      ["plan.jsonl t.jsonl", 1, "no runner of the one file is in the other"],
      ["a b --by run", 2, "Leave out --by"],
      ["a b --tree --run x", 2, "Leave out --run"],
      ["a b --check p.json", 2, "Leave out --check"],
      ["a b --runner x", 2, "Leave out --runner"],
    ] as const
  ) {
    const found = await diff(files, args.split(" ").filter((one) => one));
    assertEquals([found.code, found.out], [code, ""], args);
    assertStringIncludes(found.err, said, args);
  }
});
