import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
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

Deno.test("traceRun() throws on the same object, and fails what it went through", async () => {
  using recorder = new SpanRecorder();
  const error = new RangeError("pump 3");

  const { error: told, trajectory } = await failing(
    error,
    (agentRun) =>
      agentRun.turn((open) =>
        open.startTool({ name: "x" }).run(() => Promise.reject(error))
      ),
  );

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
        failed(
          turn(1, { "turn.tool_calls": 1 }, [
            failed(tool("x"), "RangeError"),
          ]),
          "RangeError",
        ),
      ]),
      "RangeError",
    ),
  );
  assertEquals(told, { type: "RangeError", message: "pump 3" });
  assertEquals(trajectory.turns[0]?.error, told);
  assertEquals(trajectory.turns[0]?.toolCalls[0]?.error, told);
});

Deno.test("traceRun() throws on anything, a falsy value too", async () => {
  for (
    const [value, type] of [
      [undefined, "undefined"],
      [0, "number"],
      ["text", "string"],
      [Object.create(null), "object"],
    ] as const
  ) {
    using recorder = new SpanRecorder();
    let caught: unknown = "nothing";
    try {
      await traceRun(RUN, () => {
        throw value;
      });
    } catch (error) {
      caught = error;
    }
    assertStrictEquals(caught, value);
    assertWhole(recorder, failed(run({}, []), type));
  }
});

Deno.test("Scope.run() does not fail a parent whose work went on", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) =>
    agentRun.turn(async (open) => {
      const call = open.startChat();
      await assertRejects(() => call.run(() => Promise.reject(new Error("a"))));
      const task = open.startTool({ name: "task" });
      await task.run(async () => {
        const helper = task.startAgent({ name: "helper" });
        await assertRejects(() =>
          helper.run(() => Promise.reject(new TypeError("b")))
        );
        task.result("it failed");
      });
    }));

  assertWhole(
    recorder,
    run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
      turn(1, { "turn.tool_calls": 1 }, [
        failed(chat(), "Error"),
        tool("task", { "tool.result.size": 9 }, [
          failed(invoke("helper", 1), "TypeError"),
        ]),
      ]),
    ]),
  );
});

Deno.test("Scope.end() keeps the first failure and the first end", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const open = agentRun.startTurn();
    open.fail(new RangeError("first"));
    open.fail(new TypeError("second"));
    open.end(new TypeError("third"));
    open.end();
    open.fail(new TypeError("fourth"));
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [failed(turn(1), "RangeError")]),
  );
});

Deno.test("AgentRun.startToolsList() tells of a server that could not be listed", async () => {
  using recorder = new SpanRecorder();
  const error = new Error("Cannot start");

  await failing(
    error,
    (agentRun) =>
      agentRun.startToolsList({ server: "iot" }).run(() =>
        Promise.reject(error)
      ),
  );

  assertWhole(
    recorder,
    failed(
      run({}, [
        failed({
          name: "tools/list",
          kind: "client",
          attributes: { "mcp.method.name": "tools/list", "tool.server": "iot" },
        }, "Error"),
      ]),
      "Error",
    ),
  );
});
