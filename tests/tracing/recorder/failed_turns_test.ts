import { assertEquals } from "@std/assert";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import {
  assertWhole,
  chat,
  failed,
  failing,
  invoke,
  RUN,
  run,
  tool,
  turn,
} from "./_run_setup.ts";

Deno.test("traceRun() fails the open turn whose call it failed by", async () => {
  using recorder = new SpanRecorder();
  const status = Object.assign(new Error("x"), { status: 502 });
  const wrapped = new Error("graph failed", { cause: status });

  await failing(wrapped, (agentRun) => {
    agentRun.startChat().end();
    agentRun.startChat().attemptFailed(status);
    throw wrapped;
  });

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 2 }, [
        turn(1, {}, [chat()]),
        failed(turn(2, {}, [failed(chat(), "502")]), "502"),
      ]),
      "502",
    ),
  );
});

Deno.test("traceRun() fails the open turn whose tool it failed by", async () => {
  using recorder = new SpanRecorder();
  const error = new TypeError("x");
  const wrapped = new Error("graph failed", { cause: error });

  await failing(wrapped, (agentRun) => {
    const open = agentRun.startTurn();
    open.startTool({ name: "a" }).end(error);
    open.startTool({ name: "b" }).end();
    throw wrapped;
  });

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 1, "agent.tool_calls": 2 }, [
        failed(
          turn(1, { "turn.tool_calls": 2 }, [
            failed(tool("a"), "TypeError"),
            tool("b"),
          ]),
          "TypeError",
        ),
      ]),
      "TypeError",
    ),
  );
});

Deno.test("traceRun() fails the open turn that still has work open", async () => {
  using recorder = new SpanRecorder();
  const error = new TypeError("x");

  await failing(error, (agentRun) => {
    agentRun.startTurn().startTool({ name: "a" });
    throw error;
  });

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
        failed(
          turn(1, { "turn.tool_calls": 1 }, [
            failed(tool("a"), "cancelled", false),
          ]),
          "TypeError",
        ),
      ]),
      "TypeError",
    ),
  );
});

Deno.test("traceRun() does not fail an open turn that it did not fail by", async () => {
  using recorder = new SpanRecorder();
  const error = new TypeError("after the turn");

  await failing(error, (agentRun) => {
    const open = agentRun.startTurn();
    open.startTool({ name: "a" }).end(new RangeError("told to the model"));
    throw error;
  });

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
        turn(1, { "turn.tool_calls": 1 }, [failed(tool("a"), "RangeError")]),
      ]),
      "TypeError",
    ),
  );
});

Deno.test("AgentRun.fail() with max_turns marks agent.run alone", async () => {
  using recorder = new SpanRecorder();
  const error = new Error("Reached the limit");

  const { error: told } = await failing(error, (agentRun) => {
    agentRun.startChat().end();
    agentRun.startTurn().startTool({ name: "a" }).end();
    agentRun.fail(error, "max_turns");
    throw error;
  });

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 2, "agent.tool_calls": 1 }, [
        turn(1, {}, [chat()]),
        turn(2, { "turn.tool_calls": 1 }, [tool("a")]),
      ]),
      "max_turns",
    ),
  );
  assertEquals(told, { type: "max_turns", message: "Reached the limit" });
});

Deno.test("AgentScope.fail() marks the agent whose own limit it was", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const task = agentRun.startTurn().startTool({ name: "task" });
    const helper = task.startAgent({ name: "helper" });
    helper.startChat().end();
    helper.fail(new Error("limit"), "max_turns");
    helper.end();
    task.result("gave up");
    task.end();
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 2, "agent.tool_calls": 1 }, [
      turn(1, { "turn.tool_calls": 1 }, [
        tool("task", { "tool.result.size": 7 }, [
          failed(
            invoke("helper", 1, [
              turn(1, { "gen_ai.agent.name": "helper" }, [chat()]),
            ]),
            "max_turns",
          ),
        ]),
      ]),
    ]),
  );
});
