import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../../turns/main.ts";
import { changed, demoRuns } from "../_demo_runs.ts";
import {
  line,
  root,
  type SpanInit,
  TestFolder,
  testIo,
  turn,
} from "../_traces.ts";

async function run(
  folder: TestFolder,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  const io = testIo(folder.path, { env });
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

function filled(spans: readonly SpanInit[] = demoRuns()): TestFolder {
  const folder = new TestFolder();
  folder.write("t.jsonl", line(spans));
  return folder;
}

const read = (folder: TestFolder) =>
  Deno.readTextFileSync(`${folder.path}/p.json`);

Deno.test("turns --update writes the same for the same runs, whatever their ids", async () => {
  using folder = filled();
  const { code, out } = await run(folder, ["t.jsonl", "--update", "p.json"]);
  assertEquals([code, out], [0, `Wrote 4 runs to ${folder.path}/p.json\n`]);
  const text = read(folder);
  const { version, runs } = JSON.parse(text);
  assertEquals(version, 1);
  assertEquals(runs.map(({ runner }: { runner: string }) => runner), [
    "claude_agent",
    "deep_agent",
    "openai_agent",
    "plan_execute",
  ]);
  const [first] = runs[2].agents.openai_agent.turns;
  assertEquals(first, {
    turn: 1,
    tokens: 837,
    sources: {
      instructions: 84,
      "tools:iot": 442,
      "tools:workorders": 300,
      user: 11,
    },
  });
  const again = demoRuns().toReversed().map((span) => ({
    ...span,
    trace: `${span.trace}2`,
    id: `${span.id}2`,
    ...(span.parent !== undefined && { parent: `${span.parent}2` }),
    at: (span.at ?? 0) + 5000,
  }));
  folder.write("t.jsonl", line(again));
  await run(folder, ["t.jsonl", "--update", "p.json"]);
  assertEquals(read(folder), text);
  assertEquals([...Deno.readDirSync(folder.path)].length, 2);
});

Deno.test("turns --update keeps what a filter leaves out", async () => {
  using folder = filled();
  await run(folder, ["t.jsonl", "--update", "p.json"]);
  const text = read(folder);
  const more = changed(demoRuns(), {
    runner: "deep_agent",
    source: "user",
    by: 50,
  }).filter(({ trace }) => trace === "deep_agent");
  folder.write("t.jsonl", line(more));
  const args = ["t.jsonl", "--runner", "deep-agent"];
  const before = await run(folder, [...args, "--check", "p.json"]);
  assertEquals(before.code, 1);
  await run(folder, [...args, "--update", "p.json"]);
  const after = JSON.parse(read(folder));
  assertEquals(after.runs.length, 4);
  assertEquals(after.runs[2], JSON.parse(text).runs[2]);
  assertEquals((await run(folder, [...args, "--check", "p.json"])).code, 0);
  const one = ["t.jsonl", "--run", "deep_agent", "--check", "p.json"];
  assertEquals((await run(folder, one)).code, 0);
  // Without a filter the others are missing.
  const all = await run(folder, ["t.jsonl", "--check", "p.json"]);
  assertEquals(all.code, 1);
  assertEquals(all.out.match(/runs missing: /g)?.length, 3);
});

Deno.test("turns tells scenarios apart", async () => {
  const of = (name: string, tokens: number): SpanInit[] => {
    const run = root(name);
    return [...turn(name, 1, tokens), {
      ...run,
      attributes: { ...run.attributes, "agent.scenario_id": `s-${name}` },
    }];
  };
  using folder = filled([...of("a", 100), ...of("b", 500)]);
  await run(folder, ["t.jsonl", "--update", "p.json"]);
  folder.write("t.jsonl", line([...of("a", 300), ...of("b", 500)]));
  const { code, out } = await run(folder, ["t.jsonl", "--check", "p.json"]);
  assertEquals([code, out], [
    1,
    "prompt grew: turn 1 of plan_execute in plan_execute (scenario s-a): 300 tokens, 200 more than 100 (+200 %); run a\n",
  ]);
});

Deno.test("turns refuses a baseline that it cannot use, and leaves it alone", async () => {
  using folder = filled();
  for (
    const [text, said] of [
      ["{", "it is damaged, or no JSON"],
      ["[]", "it is not what --update writes"],
      ['{"version":1,"runs":[{}]}', "it is not what --update writes"],
      ['{"version":2,"runs":[]}', "it has version 2, and this turns reads"],
      [line(demoRuns()), "it is not what --update writes"],
      ["", "it is damaged, or no JSON"],
    ] as const
  ) {
    folder.write("p.json", text);
    for (const flag of ["--check", "--update"]) {
      const { code, out, err } = await run(folder, ["t.jsonl", flag, "p.json"]);
      assertEquals([code, out], [2, ""], text);
      assertStringIncludes(err, `Cannot read baseline "${folder.path}/p.json"`);
      assertStringIncludes(err, said);
      assertStringIncludes(err, "write it anew with --update");
      assertEquals(read(folder), text);
    }
  }
});

Deno.test("turns says how to get a baseline that is not there, or cannot be written", async () => {
  using folder = filled();
  const none = await run(folder, ["t.jsonl", "--check", "p.json"]);
  assertEquals([none.code, none.out], [2, ""]);
  assertStringIncludes(
    none.err,
    "there is no such file. Write it with --update p.json",
  );
  const gone = await run(folder, ["t.jsonl", "--update", "no/p.json"]);
  assertEquals([gone.code, gone.out], [2, ""]);
  assertStringIncludes(gone.err, "its folder does not exist");
  for (const path of [".", "/dev/zero", "t.jsonl/p.json"]) {
    for (const flag of ["--update", "--check"]) {
      const { code, out } = await run(folder, ["t.jsonl", flag, path]);
      assertEquals([code, out], [2, ""], path);
    }
  }
  assertEquals([...Deno.readDirSync(folder.path)].length, 1);
});

Deno.test("turns fails a gate that has nothing to look at", async () => {
  using folder = filled();
  await run(folder, ["t.jsonl", "--update", "p.json"]);
  const text = read(folder);
  folder.write("t.jsonl", line([root("r")]));
  for (const args of [["--check", "p.json"], ["--max-prompt", "1k"]]) {
    const { code, out, err } = await run(folder, ["t.jsonl", ...args]);
    assertEquals([code, out], [1, ""]);
    assertStringIncludes(err, "Found no turn and no model call");
  }
  assertEquals((await run(folder, ["t.jsonl", "--update", "p.json"])).code, 1);
  assertEquals(read(folder), text);
});

Deno.test("turns compares tokens alone where a trace has no ledger", async () => {
  using folder = filled([...turn("a", 1, 1000), root("a")]);
  const wrote = await run(folder, ["t.jsonl", "--update", "p.json"]);
  assertEquals(wrote.code, 0);
  assertStringIncludes(wrote.err, "No source is known of plan_execute");
  folder.write("t.jsonl", line([...turn("b", 1, 1200), root("b")]));
  const { code, out, err } = await run(folder, [
    "t.jsonl",
    "--check",
    "p.json",
  ]);
  assertEquals([code, out], [
    1,
    "prompt grew: turn 1 of plan_execute: 1,200 tokens, 200 more than 1,000 (+20 %); run b\n",
  ]);
  assertStringIncludes(err, "No source is known of plan_execute");
  const source = await run(folder, ["t.jsonl", "--max-source", "iot/x=5"]);
  assertEquals(source.code, 1);
  assertStringIncludes(source.err, "Cannot tell");
});

Deno.test("turns holds prompts, growth, sources and runs to limits", async () => {
  using folder = filled(
    demoRuns().filter(({ trace }) => trace === "openai_agent"),
  );
  const said = async (...args: string[]) => {
    const { code, out } = await run(folder, ["t.jsonl", ...args]);
    return [code, ...out.trim().split("\n")];
  };
  assertEquals(await said("--max-prompt", "14k"), [
    1,
    "prompt over the limit: turn 6 of openai_agent: 26,099 tokens, 12,099 more than 14,000 (+86 %), most of it iot/history 23,747; also in turn 5; run openai_agent",
  ]);
  assertEquals(await said("--max-growth", "5k"), [
    1,
    "growth over the limit: turn 5 of openai_agent: +23,817 tokens, 18,817 more than 5,000 (+376 %), by iot/history 23,747; run openai_agent",
  ]);
  assertEquals(
    await said("--max-source", "iot/history=5k", "--max-source=user=10"),
    [
      1,
      "source over the limit: turn 5 of openai_agent: iot/history 23,747 tokens, 18,747 more than 5,000 (+375 %); also in turn 6; run openai_agent",
      "source over the limit: turn 1 of openai_agent: user 11 tokens, 1 more than 10 (+10 %); also in turns 2 to 6; run openai_agent",
    ],
  );
  assertEquals(await said("--max-total", "50,000"), [
    1,
    "total over the limit: openai_agent: 56,575 tokens, 6,575 more than 50,000 (+13 %), most of it iot/history 47,494; run openai_agent",
  ]);
  assertEquals(
    await said(
      ...["--max-prompt=26099", "--max-growth=23817", "--max-total=56575"],
      "--max-source=iot/history=23747,user=11",
    ),
    [0, "Nothing is over the limits: 1 run checked"],
  );
  const typo = await run(folder, ["t.jsonl", "--max-source", "iot/histroy=1"]);
  assertEquals(typo.code, 0);
  assertStringIncludes(typo.err, 'No prompt holds "iot/histroy"; there are:');
});

Deno.test("turns --max-prompt --json keeps stdout to be parsed, and GitHub gets annotations", async () => {
  using folder = filled();
  const args = ["t.jsonl", "--max-prompt", "14k", "--json", "--top", "1"];
  const { code, out, err } = await run(folder, args, {
    GITHUB_ACTIONS: "true",
  });
  assertEquals(code, 1);
  const { version, runs, over } = JSON.parse(out);
  assertEquals([version, runs, over.length], [1, 4, 6]);
  assertEquals(over[0].what, "prompt over the limit");
  const [first = "", ...others] = err.trim().split("\n");
  assert(
    first.startsWith("::error title=turns::prompt over the limit: turn 3"),
  );
  assertStringIncludes(first, "(+93 %25)");
  assertEquals(others, []);
  assertEquals((await run(folder, args)).err, "");
});

Deno.test("turns writes what a source is called so that a log takes it for text", async () => {
  using folder = filled([
    ...turn("a", 1, 50, {
      "turn.prompt.sources": ["x\n::error::y"],
      "turn.prompt.source_tokens": [50],
    }),
    root("a"),
  ]);
  const { out, err } = await run(folder, ["t.jsonl", "--max-prompt", "9"], {
    GITHUB_ACTIONS: "true",
  });
  assertEquals(out.trim().split("\n").length, 1);
  assertEquals(err.trim().split("\n").length, 1);
});

Deno.test("turns refuses flags of a gate that do not go together", async () => {
  using folder = filled();
  for (
    const [args, said] of [
      ["--tolerance 5%", "--tolerance needs --check <file>"],
      ["--tolerance 0.1 --check p.json", 'Cannot read "0.1" as a tolerance'],
      ["--tolerance x --check p.json", 'Cannot read "x" as a tolerance'],
      ["--update p.json --check p.json", "use --update or --check"],
      ["--update p.json --max-prompt 5", "use --update or --max-prompt"],
      ["--check p.json --by run", "Cannot use --check with --by run"],
      ["--max-total 5 --over 3", "Cannot use --max-total with --over"],
      ["--max-growth 5 --model x", "Cannot use --max-growth with --model"],
      ["--update p.json --run a --tree", "Cannot use --update with --tree"],
      ["--max-source 5k", 'Cannot read "5k" as a limit'],
      ["--max-source iot/x=", 'Cannot read "" as tokens'],
      ["--max-prompt much", 'Cannot read "much" as tokens'],
      ["--check=", 'Cannot use "" as a baseline'],
    ] as const
  ) {
    const { code, out, err } = await run(folder, [
      "t.jsonl",
      ...args.split(" "),
    ]);
    assertEquals([code, out], [2, ""], args);
    assertStringIncludes(err, said);
  }
  assertEquals([...Deno.readDirSync(folder.path)].length, 1);
});
