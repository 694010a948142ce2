import { assert, assertEquals, assertMatch } from "@std/assert";
import { main } from "../../../turns/main.ts";
import {
  type Change,
  changed,
  demoRuns,
  isChanged,
  varied,
} from "../_demo_runs.ts";
import { line, type SpanInit, TestFolder, testIo } from "../_traces.ts";

type Spans = readonly SpanInit[];

/** Writes a baseline of some runs, and compares others with it. */
async function check(
  before: Spans,
  after: Spans,
  args: readonly string[] = [],
) {
  using folder = new TestFolder();
  folder.write("before.jsonl", line(before));
  folder.write("after.jsonl", line(after));
  const first = testIo(folder.path);
  const wrote = await main(["before.jsonl", "--update", "p.json"], first);
  assertEquals([wrote, first.stderr], [0, ""]);
  const io = testIo(folder.path);
  const code = await main(
    ["after.jsonl", "--check", "p.json", ...args],
    io,
  );
  return { code, out: io.stdout, err: io.stderr };
}

const without = (spans: Spans, change: Omit<Change, "source" | "by">) =>
  spans.filter((span) => !isChanged(span, change));

/** The last turn of a runner's agent once more, as the turn after it. */
function turnMore(spans: Spans, runner: string, agent = runner): SpanInit[] {
  const turns = spans.filter((span) => isChanged(span, { runner, agent }));
  const last = turns.reduce((a, b) =>
    Number(a.attributes?.["turn.index"]) >= Number(b.attributes?.["turn.index"])
      ? a
      : b
  );
  const index = Number(last.attributes?.["turn.index"]) + 1;
  return [...spans, {
    ...last,
    id: "more",
    at: (last.at ?? 0) + 20,
    attributes: { ...last.attributes, "turn.index": index },
  }];
}

const of = (runner: string) => (spans: Spans) =>
  spans.filter(({ trace }) => trace === runner);

/** More of a source, in some turns of an agent. */
const more = (
  source: string,
  by: number,
  runner: string,
  turns?: (turn: number) => boolean,
  agent?: string,
) =>
(spans: Spans) =>
  changed(spans, {
    runner,
    source,
    by,
    ...(turns !== undefined && { turns }),
    ...(agent !== undefined && { agent }),
  });

const from = (first: number) => (turn: number) => turn >= first;
const only = (...turns: number[]) => (turn: number) => turns.includes(turn);

const INSIDE = "data_analyst";
const PLAN = "plan_execute";
const OPENAI = "openai_agent";
const DEEP = "deep_agent";
const CLAUDE = "claude_agent";

/** What is done to the runs of the demo, and the line that has to come first. */
const PLANTED: readonly (readonly [
  what: string,
  plant: (spans: Spans) => readonly SpanInit[],
  said: string,
])[] = [
  [
    "a longer system text",
    more("instructions", 300, OPENAI),
    "source grew: turn 1 of openai_agent: instructions 384 tokens, 300 more than 84 (+357 %); also in turns 2 to 6, 1,800 more over the run",
  ],
  [
    "a longer system text of an agent inside",
    more("instructions", 90, DEEP, undefined, INSIDE),
    "source grew: turn 1 of deep_agent > data_analyst: instructions ",
  ],
  [
    "a longer text of one step",
    more("instructions", 40, PLAN, only(4)),
    "source grew: turn 4 of plan_execute: instructions ",
  ],
  [
    "a larger definition",
    more("tools:iot", 60, OPENAI),
    "source grew: turn 1 of openai_agent: tools:iot 502 tokens, 60 more",
  ],
  [
    "a definition more of the program's own",
    more("tools:local", 200, CLAUDE),
    "source grew: turn 1 of claude_agent: tools:local 1,186 tokens, 200 more",
  ],
  [
    "definitions of a further server",
    more("tools:mail", 700, DEEP, undefined, DEEP),
    "source new: turn 1 of deep_agent: tools:mail 700 tokens, none in",
  ],
  [
    "a tool that returns more",
    more("iot/history", 5000, OPENAI, from(5)),
    "source grew: turn 5 of openai_agent: iot/history 28,747 tokens, 5,000 more than 23,747 (+21 %); also in turn 6",
  ],
  [
    "a tool that returns a little more",
    more("iot/sites", 25, OPENAI, from(2)),
    "source grew: turn 2 of openai_agent: iot/sites 128 tokens, 25 more",
  ],
  [
    "a tool that returns more to an agent inside",
    more("iot/history", 900, CLAUDE, only(3), INSIDE),
    "source grew: turn 3 of claude_agent > data_analyst: iot/history ",
  ],
  [
    "a tool that returns more to a step",
    more("iot/history", 77, PLAN, only(7)),
    "source grew: turn 7 of plan_execute: iot/history ",
  ],
  [
    "a result that stays longer",
    more("iot/history", 23_774, PLAN, only(9)),
    "source stays longer: turn 9 of plan_execute: iot/history 23,774 tokens",
  ],
  [
    "a small result that stays longer",
    more("iot/assets", 199, PLAN, only(8)),
    "source grew: turn 8 of plan_execute: iot/assets ",
  ],
  [
    "a result that comes earlier",
    more("iot/history", 23_747, OPENAI, only(4)),
    "source comes earlier: turn 4 of openai_agent: iot/history 23,747 tokens",
  ],
  [
    "a result that is sent twice",
    more("iot/sensors", 235, OPENAI, from(5)),
    "source grew: turn 5 of openai_agent: iot/sensors 470 tokens, 235 more",
  ],
  [
    "a turn more",
    (spans) => turnMore(spans, OPENAI),
    "turns more: turn 7 of openai_agent: 7 turns, the baseline has 6; 26,099 tokens more, most of it iot/history 23,747",
  ],
  [
    "a turn more of an agent inside",
    (spans) => turnMore(spans, DEEP, INSIDE),
    "turns more: turn 4 of deep_agent > data_analyst",
  ],
  [
    "a step more",
    (spans) => turnMore(spans, PLAN),
    "turns more: turn 11 of plan_execute: 11 turns, the baseline has 10",
  ],
  [
    "an agent inside that inherits the history",
    more("assistant", 408, DEEP, undefined, INSIDE),
    "source comes earlier: turn 1 of deep_agent > data_analyst: assistant 408 tokens, none in the baseline; also in turns 2, 3; also in deep_agent > data_analyst #2, 2,448 more over the run",
  ],
  [
    "an agent inside that inherits a result",
    more("iot/assets", 205, DEEP, undefined, INSIDE),
    "source new in this agent: turn 1 of deep_agent > data_analyst: iot/assets 205 tokens, none in the baseline; also in turns 2, 3",
  ],
  [
    "an agent inside that hands on all that it read",
    more("local/Agent", 23_000, CLAUDE, from(5), CLAUDE),
    "source grew: turn 5 of claude_agent: local/Agent ",
  ],
  [
    "a reply of the model that is longer",
    more("assistant", 150, OPENAI, from(3)),
    "source grew: turn 3 of openai_agent: assistant ",
  ],
  [
    "reasoning that is sent back",
    more("reasoning", 800, OPENAI, from(2)),
    "source new: turn 2 of openai_agent: reasoning 800 tokens",
  ],
  [
    "a schema of the reply",
    more("output_schema", 217, OPENAI),
    "source new: turn 1 of openai_agent: output_schema 217 tokens",
  ],
  [
    "a larger schema of the reply",
    more("output_schema", 60, PLAN, only(1)),
    "source grew: turn 1 of plan_execute: output_schema 277 tokens",
  ],
  [
    "a source that is new",
    more("docs/search", 4000, DEEP, only(6), DEEP),
    "source new: turn 6 of deep_agent: docs/search 4,000 tokens",
  ],
  [
    "a longer question",
    more("user", 30, CLAUDE, undefined, CLAUDE),
    "source grew: turn 1 of claude_agent: user 42 tokens, 30 more than 12",
  ],
  [
    "a turn that went",
    (spans) => without(spans, { runner: OPENAI, turns: only(6) }),
    "turns gone: turn 6 of openai_agent: 5 turns, the baseline has 6",
  ],
  [
    "an agent inside that went",
    (spans) => without(spans, { runner: DEEP, agent: INSIDE }),
    "agent gone: deep_agent > data_analyst: no turns, the baseline has 3",
  ],
  [
    "an agent inside that is new",
    (spans) =>
      spans.map((span) => span.id === "s20" ? span : span).concat([{
        ...agentTurn(spans, DEEP, 3),
        id: "new",
        parent: "inv",
        attributes: {
          ...agentTurn(spans, DEEP, 3).attributes,
          "gen_ai.agent.name": "writer",
          "turn.index": 1,
        },
      }, {
        trace: DEEP,
        id: "inv",
        parent: agentTurn(spans, DEEP, 5).id,
        name: "agent.invoke",
      }]),
    "agent new: deep_agent > writer: 1 turn, the baseline has none; 3,199 tokens more, most of it tools:local",
  ],
  [
    "a run that is missing",
    (spans) => spans.filter(({ trace }) => trace !== CLAUDE),
    "runs missing: claude_agent: no runs, the baseline has 1",
  ],
  [
    "a run of a further kind",
    (spans) => [
      ...spans,
      ...of(OPENAI)(spans).map((span): SpanInit => ({
        ...span,
        trace: "x",
        id: `${span.id}x`,
        ...(span.parent !== undefined && { parent: `${span.parent}x` }),
        attributes: {
          ...span.attributes,
          "agent.runner": "mine",
          "agent.run_id": "x",
          "gen_ai.agent.name": "mine",
        },
      })),
    ],
    "run new: mine: 1 run, none in the baseline; --update adds it; run x",
  ],
  [
    "one run of several that is worse",
    (spans) => [
      ...varied(spans, 1),
      ...more("iot/history", 900, OPENAI, from(5))(varied(spans, 2)),
      ...varied(spans, 3),
    ],
    "source grew: turn 5 of openai_agent: iot/history 24,647 tokens, 900 more than 23,747 (+4 %); also in turn 6, 1,800 more over the run; run openai_agent.2",
  ],
];

function agentTurn(spans: Spans, agent: string, turn: number): SpanInit {
  const [found] = spans.filter((span) =>
    isChanged(span, { runner: agent, agent, turns: only(turn) })
  );
  assert(found !== undefined);
  return found;
}

for (const [what, plant, said] of PLANTED) {
  Deno.test(`turns --check catches ${what}`, async () => {
    const before = demoRuns();
    const { code, out } = await check(before, plant(before));
    const [first = ""] = out.split("\n");
    assertEquals([code, first.slice(0, said.length)], [1, said], out);
  });
}

Deno.test("turns --check has a line for each thing that was planted, and no more", async () => {
  const before = demoRuns();
  const planted = more("iot/history", 5000, OPENAI, from(5))(
    more("tools:iot", 100, DEEP)(before),
  );
  const { code, out } = await check(before, planted);
  assertEquals(code, 1);
  assertEquals(
    out.trim().split("\n").map((row) => row.split(" tokens")[0]),
    [
      "source grew: turn 1 of deep_agent: tools:iot 540",
      "source grew: turn 5 of openai_agent: iot/history 28,747",
    ],
  );
});

Deno.test("turns --check has one line for a turn more, or a turn that went", async () => {
  const before = demoRuns();
  const runs = [
    turnMore(before, OPENAI),
    turnMore(before, PLAN),
    without(before, { runner: OPENAI, turns: only(6) }),
    without(before, { runner: DEEP, agent: INSIDE }),
  ];
  for (const after of runs) {
    const { out } = await check(before, after);
    for (const row of out.trim().split("\n")) {
      assertMatch(row, /^(turns more|turns gone|agent gone): /, out);
    }
  }
});

Deno.test("turns --check finds what grew where a turn went as well", async () => {
  const before = demoRuns();
  const fewer = without(before, { runner: OPENAI, turns: only(6) });
  const { out } = await check(
    before,
    more("iot/sites", 25, OPENAI, from(2))(fewer),
  );
  assertMatch(
    out,
    /^turns gone: .*\nsource grew: turn 2 of openai_agent: iot\/sites 128 /,
  );
});

Deno.test("turns --check tells of an agent inside that one of several runs went without", async () => {
  const both = [...varied(demoRuns(), 1), ...varied(demoRuns(), 2)];
  const one = [
    ...varied(demoRuns(), 1),
    ...without(varied(demoRuns(), 2), { runner: DEEP, agent: INSIDE }),
  ];
  const { out } = await check(both, one);
  assertMatch(out, /^agent gone: deep_agent > data_analyst: no turns, /);
  // Where runs of the baseline went without it, that is nothing new.
  const again = await check(one, one);
  assertEquals(again.code, 0, again.out);
});

Deno.test("turns --check raises no alarm in 200 runs of the demo", async () => {
  const recorded = demoRuns();
  const runs = Array.from({ length: 200 }, (_, i) => varied(recorded, i));
  const { code, out, err } = await check(recorded, runs.flat());
  assertEquals(
    [code, out, err],
    [0, "Nothing is over the baseline p.json: 800 runs checked\n", ""],
  );
  using folder = new TestFolder();
  folder.write("t.jsonl", line(recorded));
  await main(["t.jsonl", "--update", "p.json"], testIo(folder.path));
  for (const [i, spans] of runs.entries()) {
    folder.write("t.jsonl", line(spans));
    const io = testIo(folder.path);
    const code = await main(["t.jsonl", "--check", "p.json"], io);
    assertEquals([code, io.stderr], [0, ""], `run ${i}: ${io.stdout}`);
  }
});

Deno.test("turns --check raises no alarm of the runs that the baseline is of", async () => {
  const recorded = demoRuns();
  const runs = [1, 2, 3, 4].flatMap((i) => varied(recorded, i));
  for (const args of [[], ["--tolerance", "0"], ["--tolerance", "10%"]]) {
    const { code, out } = await check(runs, runs, args);
    assertEquals(code, 0, out);
  }
});

Deno.test("turns --check holds tokens to the tolerance", async () => {
  const before = of(OPENAI)(demoRuns());
  const real = before.map((span): SpanInit => ({
    ...span,
    attributes: { ...span.attributes, "gen_ai.request.model": "gpt-5" },
  }));
  const five = more("iot/history", 1200, OPENAI, from(5))(real);
  for (
    const [args, expected] of [
      [[], 0],
      [["--tolerance", "4%"], 1],
      [["--tolerance", "6"], 0],
      [["--tolerance=0"], 1],
    ] as const
  ) {
    const { code, out } = await check(real, five, args);
    assertEquals(code, expected, `${args}: ${out}`);
  }
  // A prompt grew by more, each of its sources by less than a ledger can tell.
  const little = ["user", "assistant", "iot/sites"].reduce(
    (spans, source) => more(source, 19, OPENAI, only(2))(spans),
    real,
  );
  const { code, out } = await check(real, little, ["--tolerance", "5%"]);
  assertEquals(code, 1);
  assertMatch(
    out,
    /^prompt grew: turn 2 of openai_agent: 999 tokens, 57 more than 942 \(\+6 %\), by \S+ \+19, /,
  );
});
