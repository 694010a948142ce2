import { assertEquals, assertRejects } from "@std/assert";
import { explainTurns } from "../../../turns/draw/explain.ts";
import { FileSource } from "../../../turns/source/file_source.ts";
import { loadRun, RunNotFoundError } from "../../../turns/model/load_run.ts";
import type { TraceSource } from "../../../turns/source/trace_source.ts";
import { bigRun, line, root, TestFolder, traceId, turn } from "../_traces.ts";

Deno.test("loadRun() gathers a run from several files", async () => {
  using folder = new TestFolder();
  const spans = bigRun("run-a");
  folder.write("agent.jsonl", line(spans.slice(5)));
  folder.write("proxy.jsonl", line(spans.slice(0, 5)));
  const source = new FileSource([folder.path]);
  for (const id of ["run-a", "run-", traceId("run-a")]) {
    const run = await loadRun(source, id);
    assertEquals([run.spans.length, run.turns.length], [16, 3], id);
  }
});

Deno.test("loadRun() keeps two runs of one trace apart", async () => {
  using folder = new TestFolder();
  const spans = [
    ...turn("a", 1, 10, {}, "shared"),
    root("a", "plan_execute", "shared"),
    ...turn("b", 1, 99, {}, "shared"),
    root("b", "plan_execute", "shared"),
  ];
  const source = new FileSource([folder.write("x.jsonl", line(spans))]);
  const run = await loadRun(source, "a");
  assertEquals(
    explainTurns(run.turns),
    "Turn 1 of plan_execute sent the largest prompt: 10 tokens, the first turn.",
  );
  const trace = await loadRun(source, traceId("shared"));
  assertEquals(trace.turns.map(({ promptTokens }) => promptTokens), [10, 99]);
});

Deno.test("loadRun() takes the whole id before a longer one", async () => {
  using folder = new TestFolder();
  const spans = [...bigRun("run-1"), ...bigRun("run-10")];
  const source = new FileSource([folder.write("x.jsonl", line(spans))]);
  assertEquals((await loadRun(source, "run-1")).id, "run-1");
});

Deno.test("loadRun() rejects when no run or several fit", async () => {
  using folder = new TestFolder();
  const spans = [...bigRun("run-1"), ...bigRun("run-2")];
  const source = new FileSource([folder.write("x.jsonl", line(spans))]);
  const several = await assertRejects(
    () => loadRun(source, "run-"),
    RunNotFoundError,
  );
  assertEquals(several.candidates, ["run-1", "run-2"]);
  const none = await assertRejects(
    () => loadRun(source, "run"),
    RunNotFoundError,
  );
  assertEquals([none.candidates, none.spansRead], [[], 32]);
});

Deno.test("loadRun() loads a run that is in 100,000 traces", async () => {
  const attributes = {
    "agent.run_id": "nightly",
    "gen_ai.usage.input_tokens": 7,
  };
  const span = { name: "agent.turn", kind: 1, attributes, failed: false };
  const source: TraceSource = {
    places: [],
    async *spans() {
      for (let place = 0; place < 100_000; place++) {
        const times = { startMs: place, endMs: place };
        yield { ...span, ...times, traceId: `${place}`, spanId: "a" };
      }
    },
    warnings: () => [],
  };

  const { spans, turns } = await loadRun(source, "nightly");

  assertEquals([spans.length, turns.length], [100_000, 100_000]);
  assertEquals(turns.at(-1)?.traceId, "99999");
});
