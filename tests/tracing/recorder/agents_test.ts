import { assertEquals } from "@std/assert";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { anyInt, SpanRecorder } from "../../../testing/mod.ts";
import { assertWhole, invoke, RUN, run, tool, turn } from "./_run_setup.ts";

Deno.test("ToolCall.startAgent() nests an agent with turns of its own", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, async (agentRun) => {
    await agentRun.turn(async (outer) => {
      const task = outer.startTool({ name: "task", callId: "c-1" });
      await task.run(async () => {
        const helper = task.startAgent({ name: "helper" });
        assertEquals([helper.name, helper.depth], ["helper", 1]);
        await helper.run(async () => {
          await helper.turn(async (inner) => {
            const deep = inner.startTool({ name: "task" });
            await deep.run(async () => {
              const deeper = deep.startAgent({ name: "deeper" });
              await deeper.run(() => deeper.turn(() => {}));
              deep.result("");
            });
          });
        });
        task.result("done");
      });
    });
    const turns = agentRun.trajectory.turns.map((
      { agent, depth, index, parentCallId },
    ) => [agent, depth, index, parentCallId]);
    assertEquals(turns, [
      ["mine", 0, 1, undefined],
      ["helper", 1, 1, "c-1"],
      ["deeper", 2, 1, undefined],
    ]);
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 3, "agent.tool_calls": 2 }, [
      turn(1, { "turn.tool_calls": 1 }, [
        tool("task", { "gen_ai.tool.call.id": "c-1", "tool.result.size": 4 }, [
          invoke("helper", 1, [
            turn(1, { "gen_ai.agent.name": "helper", "turn.tool_calls": 1 }, [
              tool("task", { "tool.result.size": 0 }, [
                invoke("deeper", 2, [
                  turn(1, { "gen_ai.agent.name": "deeper" }),
                ]),
              ]),
            ]),
          ]),
        ]),
      ]),
    ]),
  );
});

Deno.test("Turn keeps the text of each of its replies", async () => {
  const { trajectory } = await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((open) => {
      for (const text of ["a plan", "", "a better plan"]) {
        const call = open.startChat();
        call.response({ text });
        call.end();
      }
    });
    return agentRun;
  });

  assertEquals(trajectory.turns[0]?.text, "a plan\na better plan");
});

Deno.test("AgentRun stays as it was when it ended", async () => {
  using recorder = new SpanRecorder();

  const agentRun = await traceRun(RUN, (agentRun) => agentRun);

  const duration = agentRun.durationMs;
  agentRun.fail(new Error("late"));
  agentRun.end(new Error("late"));
  assertEquals(agentRun.durationMs, duration);
  assertEquals(agentRun.error, undefined);
  assertWhole(
    recorder,
    run({ "agent.duration_ms": Math.round(duration) }, []),
  );
  assertEquals(anyInt(Math.round(duration)), true);
});
