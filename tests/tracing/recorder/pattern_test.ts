import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { SpanRecorder } from "../../../testing/mod.ts";
import { startRun } from "../../../tracing/recorder/start_run.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import {
  assertWhole,
  chat,
  failed,
  invoke,
  RUN,
  run,
  tool,
  turn,
} from "./_run_setup.ts";

const list = {
  name: "tools/list",
  kind: "client" as const,
  attributes: {
    "mcp.method.name": "tools/list",
    "tool.server": "iot",
    "mcp.tools.count": 2,
  },
};

const TREE = run({ "agent.turns": 3, "agent.tool_calls": 1 }, [
  list,
  turn(1, { "turn.tool_calls": 1, "turn.phase": "plan" }, [
    chat(),
    tool("task", { "gen_ai.tool.call.id": "c1", "tool.result.size": 4 }, [
      invoke("helper", 1, [
        turn(1, {
          "gen_ai.agent.name": "helper",
          "gen_ai.request.model": "gpt-5-mini",
        }, [
          chat({ "gen_ai.provider.name": "openai" }, [], "gpt-5-mini"),
        ]),
      ]),
    ]),
  ]),
  turn(2, {}, [chat()]),
]);

Deno.test("startX() opens what its caller ends, for every scope", () => {
  using recorder = new SpanRecorder();
  const agentRun = startRun(RUN);
  const tools = agentRun.startToolsList({ server: "iot" });
  assertEquals(tools.result(2), 2);
  tools.end();
  const first = agentRun.startTurn({ phase: "plan" });
  first.startChat().end();
  const call = first.startTool({ name: "task", callId: "c1", input: "{}" });
  const helper = call.startAgent({ name: "helper" });
  helper.startChat({ model: "gpt-5-mini" }).end();
  helper.end();
  assertEquals(call.result("done"), "done");
  call.end();
  first.end();
  agentRun.startChat().end();
  agentRun.end();

  assertWhole(recorder, TREE);
});

Deno.test("x(options, fn) and x(fn) run what they end, for every scope", async () => {
  using recorder = new SpanRecorder();
  const answer = await traceRun(RUN, async (agentRun) => {
    await agentRun.toolsList({ server: "iot" }, (tools) => tools.result(2));
    const done = await agentRun.turn({ phase: "plan" }, async (first) => {
      await first.chat(() => {});
      return await first.tool(
        { name: "task", callId: "c1", input: {} },
        async (call) => {
          await call.agent(
            { name: "helper" },
            (helper) => helper.chat({ model: "gpt-5-mini" }, () => {}),
          );
          return call.result("done");
        },
      );
    });
    await agentRun.turn((second) => second.chat({}, () => {}));
    return agentRun.answer(done).slice(0, 0);
  });
  assertEquals(answer, "");

  assertWhole(recorder, {
    ...TREE,
    attributes: { ...TREE.attributes, "agent.answer.length": 4 },
  });
});

Deno.test("x(fn) throws on what its function throws, and fails the scope", async () => {
  using recorder = new SpanRecorder();
  const error = new RangeError("out of range");
  const reason = await assertRejects(() =>
    traceRun(RUN, (agentRun) => agentRun.turn(({ chat }) => chat))
      .then(() =>
        traceRun(RUN, (agentRun) =>
          agentRun.turn((turn) =>
            turn.chat(() => {
              throw error;
            })
          ))
      )
  );
  assertStrictEquals(reason, error);
  assertWhole(recorder, [
    run({ "agent.turns": 1 }, [turn(1)]),
    failed(
      run({ "agent.turns": 1 }, [
        failed(turn(1, {}, [failed(chat(), "RangeError")]), "RangeError"),
      ]),
      "RangeError",
    ),
  ]);
});

Deno.test("AgentScope.chat() is another attempt at a call that failed", async () => {
  using recorder = new SpanRecorder();
  await traceRun(RUN, async (agentRun) => {
    for (const answer of [undefined, "late"]) {
      await agentRun.chat((attempt) => {
        if (answer === undefined) {
          attempt.attemptFailed(Object.assign(new Error(), { status: 529 }));
        } else attempt.response({ text: answer });
      });
    }
  });
  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [turn(1, {}, [chat()])]),
  );
});

Deno.test("startRun() is ended by its caller alone, and records with tracing off", () => {
  const agentRun = startRun(RUN);
  const call = agentRun.startChat();
  call.response({ text: "Hi", usage: { inputTokens: 3 } });
  call.end();
  agentRun.end(new Error("enough"));
  assertEquals(
    [agentRun.usage, agentRun.error?.message, agentRun.trajectory.turns.length],
    [{ inputTokens: 3 }, "enough", 1],
  );
});
