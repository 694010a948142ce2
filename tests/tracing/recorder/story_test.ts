import { context, createContextKey, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import {
  compareTimes,
  type RecordedSpan,
  SpanRecorder,
} from "../../../testing/mod.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
import type { Trajectory } from "../../../tracing/recorder/trajectory.ts";
import { busyRun } from "./_busy_run.ts";
import { assertWhole, failed, RUN, run } from "./_run_setup.ts";
import { assertSameStory } from "./_same_story.ts";

/** A trajectory without what no two runs have in common. */
function timeless({ turns }: Trajectory): unknown {
  return JSON.parse(
    JSON.stringify(
      turns,
      (key, value) => key === "durationMs" ? typeof value : value,
    ),
  );
}

async function recorded(
  fn: (agentRun: AgentRun) => unknown,
): Promise<[AgentRun, readonly RecordedSpan[]]> {
  using recorder = new SpanRecorder();
  let started: AgentRun | undefined;
  await traceRun(RUN, (agentRun) => {
    started = agentRun;
    return fn(agentRun);
  }).catch(() => {});
  assertEquals([recorder.unended, recorder.endedAgain], [[], []]);
  return [started!, recorder.spans];
}

Deno.test("traceRun() tells the same in the trace and in the trajectory", async () => {
  const [agentRun, spans] = await recorded(busyRun);

  assertEquals(agentRun.trajectory.turns.length, 5);
  assertSameStory(agentRun, spans);
  // The check sees a difference.
  const others = spans.filter(({ attributes }) =>
    attributes["tool.name"] !== "unknown"
  );
  assertThrows(() => assertSameStory(agentRun, others));
});

Deno.test("traceRun() tells the same of a run that failed", async () => {
  const [agentRun, spans] = await recorded(async (agentRun) => {
    await busyRun(agentRun);
    agentRun.currentTurn!.startTool({ name: "x" });
    throw new TypeError("no more");
  });

  assertEquals(agentRun.error?.type, "TypeError");
  assertSameStory(agentRun, spans);
});

Deno.test("traceRun() records the same trajectory with tracing off", async () => {
  const [on] = await recorded(busyRun);

  const off = await traceRun(RUN, async (agentRun) => {
    assertEquals(await busyRun(agentRun), "done");
    return agentRun;
  });

  assertEquals(timeless(off.trajectory), timeless(on.trajectory));
  assertEquals(off.usage, on.usage);
  assertEquals(off.turnCount, on.turnCount);
  assertEquals(off.traceId, undefined);
  assertEquals(/^[0-9a-f]{32}$/.test(on.traceId ?? ""), true);
  const sum = off.trajectory.turns.reduce(
    (ms, turn) => ms + turn.durationMs,
    0,
  );
  assertEquals(sum > 0 && off.durationMs > 0, true);
});

Deno.test("traceRun() with tracing off throws on and keeps the failure", async () => {
  const error = new RangeError("x");
  let started: AgentRun | undefined;

  const thrown = await assertRejects(() =>
    traceRun(RUN, (agentRun) => {
      started = agentRun;
      agentRun.startChat().attemptFailed(error);
      throw error;
    })
  );

  assertEquals(thrown, error);
  const failure = { type: "RangeError", message: "x" };
  assertEquals(started?.error, failure);
  assertEquals(started?.trajectory.turns[0]?.error, failure);
});

Deno.test("traceRun() leaves the context alone with tracing off", async () => {
  const storage = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(storage);
  try {
    const key = createContextKey("mine");
    const mine = context.active().setValue(key, 5);
    await context.with(
      mine,
      () =>
        traceRun(
          RUN,
          (agentRun) =>
            agentRun.turn((open) =>
              open.startTool({ name: "x" }).run(() => {
                assertEquals(context.active().getValue(key), 5);
                assertEquals(trace.getActiveSpan(), undefined);
              })
            ),
        ),
    );
  } finally {
    context.disable();
  }
});

Deno.test("traceRun() follows the system's clock when it is set", async () => {
  using recorder = new SpanRecorder();
  const { now } = Date;
  const hour = 3_600_000;
  await traceRun(RUN, () => {});
  try {
    Date.now = () => now() + hour;
    await traceRun(RUN, () => {});
  } finally {
    Date.now = now;
  }
  await traceRun(RUN, () => {});

  const [before, later, after] = recorder.spans.map(({ startTime }) =>
    startTime
  );
  assertEquals(Math.round(compareTimes(later!, before!) / hour), 1);
  assertEquals(Math.round(compareTimes(after!, before!) / hour), 0);
});

Deno.test("traceRun() keeps 200 runs at once apart", async () => {
  using recorder = new SpanRecorder();
  const ids = Array.from({ length: 200 }, (_, index) => `run-${index}`);

  const runs = await Promise.all(
    ids.map((runId) =>
      traceRun({ ...RUN, runId }, async (agentRun) => {
        await busyRun(agentRun);
        return agentRun;
      })
    ),
  );

  assertEquals([recorder.unended, recorder.endedAgain], [[], []]);
  const byTrace = Map.groupBy(
    recorder.spans,
    (span) => span.spanContext().traceId,
  );
  assertEquals(byTrace.size, 200);
  const [first] = runs;
  for (const agentRun of runs) {
    const spans = byTrace.get(agentRun.traceId!)!;
    assertEquals(spans.length, byTrace.get(first!.traceId!)!.length);
    assertSameStory(agentRun, spans);
    for (const { attributes } of spans) {
      const id = attributes["agent.run_id"];
      assertEquals(id === undefined || id === agentRun.runId, true);
    }
  }
});

Deno.test("traceRun() begins anew inside of another run's trace", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, () =>
    traceRun({ ...RUN, runId: "run-2" }, () => {
      throw new TypeError("x");
    }).catch(() => {}));

  const [inner, outer] = recorder.spans;
  assertEquals(
    inner?.parentSpanContext?.spanId,
    outer?.spanContext().spanId,
  );
  assertWhole(
    recorder,
    run({}, [failed(run({ "agent.run_id": "run-2" }, []), "TypeError")]),
  );
});
