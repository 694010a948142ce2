import { assertEquals } from "@std/assert";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { ToolOptions } from "../../../tracing/recorder/options.ts";
import type { RequestedToolCall } from "../../../tracing/prompt/wire/model_response.ts";
import {
  assertWhole,
  chat,
  failed,
  gate,
  RUN,
  run,
  tool,
  turn,
} from "./_run_setup.ts";

function notRun(name: string, id?: string) {
  const attributes = id === undefined ? {} : { "gen_ai.tool.call.id": id };
  return failed(tool(name, attributes), "not_run", false);
}

/** The names of the calls of a turn, with `!` where nobody ran them. */
async function calls(
  asked: readonly RequestedToolCall[],
  started: readonly ToolOptions[],
  early: readonly ToolOptions[] = [],
): Promise<string[]> {
  const { trajectory } = await traceRun(RUN, (agentRun) => {
    const open = agentRun.startTurn();
    const call = open.startChat();
    for (const options of early) open.startTool(options).end();
    call.response({ toolCalls: asked });
    call.end();
    for (const options of started) open.startTool(options).end();
    return agentRun;
  });
  return trajectory.turns[0]?.toolCalls.map(({ name, callId, error }) =>
    `${name}${callId ? `#${callId}` : ""}${error ? `!${error.type}` : ""}`
  ) ?? [];
}

Deno.test("Turn.end() leaves a failed call for each that nobody ran", async () => {
  using recorder = new SpanRecorder();

  const { trajectory } = await traceRun(RUN, async (agentRun) => {
    await agentRun.turn((open) => {
      const call = open.startChat();
      call.response({
        toolCalls: [
          { id: "c-1", name: "add", input: { a: 1 } },
          { id: "c-2", name: "nothing", input: '{"b":2}' },
          { name: "broken", input: '{"b":' },
        ],
      });
      call.end();
      const add = open.startTool({ name: "add", callId: "c-1", server: "m" });
      add.result("3");
      add.end();
    });
    return agentRun;
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1, "agent.tool_calls": 3 }, [
      turn(1, { "turn.tool_calls": 3 }, [
        chat(),
        tool("add", {
          "tool.server": "m",
          "gen_ai.tool.call.id": "c-1",
          "tool.result.size": 1,
        }),
        notRun("nothing", "c-2"),
        notRun("broken"),
      ]),
    ]),
  );
  const [, nothing, broken] = trajectory.turns[0]!.toolCalls;
  assertEquals(nothing?.server, "local");
  assertEquals(nothing?.input, { b: 2 });
  assertEquals(nothing?.error, {
    type: "not_run",
    message: "The model asked for this call and nobody ran it",
  });
  assertEquals(broken?.input, { input: '{"b":' });
});

Deno.test("Turn.end() keeps arguments of any kind as an object", async () => {
  const inputs: [unknown, unknown][] = [
    [undefined, {}],
    [{ a: 1 }, { a: 1 }],
    ["[1,2]", { input: [1, 2] }],
    [[1, 2], { input: [1, 2] }],
    ["5", { input: 5 }],
    ["", {}],
    ["null", {}],
    [7, { input: 7 }],
  ];

  const { trajectory } = await traceRun(RUN, (agentRun) => {
    const call = agentRun.startChat();
    call.response({
      toolCalls: inputs.map(([input]) => ({ name: "x", input })),
    });
    call.end();
    return agentRun;
  });

  assertEquals(
    trajectory.turns[0]?.toolCalls.map(({ input }) => input),
    inputs.map(([, expected]) => expected as Record<string, unknown>),
  );
});

Deno.test("Turn.startTool() is matched with what the model asked for", async () => {
  // By id.
  assertEquals(
    await calls([{ id: "a", name: "x" }, { id: "b", name: "x" }], [
      { name: "x", callId: "b" },
    ]),
    ["x#b", "x#a!not_run"],
  );
  // By name, where either side has no id: one call for each.
  assertEquals(
    await calls([{ name: "x" }, { name: "x" }], [{ name: "x" }]),
    ["x", "x!not_run"],
  );
  assertEquals(
    await calls([{ id: "a", name: "x" }], [{ name: "x" }]),
    ["x"],
  );
  assertEquals(
    await calls([{ name: "x" }], [{ name: "x", callId: "made-up" }]),
    ["x#made-up"],
  );
  // By the name that the model was shown.
  assertEquals(
    await calls([{ name: "iot__x" }], [{ name: "x", server: "iot" }]),
    ["x"],
  );
  // An id decides before a name.
  assertEquals(
    await calls([{ id: "a", name: "x" }, { id: "b", name: "x" }], [
      { name: "x" },
      { name: "x", callId: "a" },
    ]),
    ["x", "x#a"],
  );
  // Another call of the same name is another call.
  assertEquals(
    await calls([{ id: "a", name: "x" }], [{ name: "x", callId: "z" }]),
    ["x#z", "x#a!not_run"],
  );
});

Deno.test("Turn.startTool() may come before the reply that asks for it", async () => {
  assertEquals(
    await calls([{ id: "a", name: "x" }, { name: "y" }], [], [
      { name: "x", callId: "a" },
      { name: "y" },
    ]),
    ["x#a", "y"],
  );
});

Deno.test("Turn.startTool() makes siblings in order of start, whatever ends first", async () => {
  using recorder = new SpanRecorder();
  const gates = [gate(), gate(), gate()];

  await traceRun(RUN, (agentRun) =>
    agentRun.turn(async (open) => {
      const running = gates.map(({ promise }, index) => {
        const call = open.startTool({ name: `t${index}` });
        return call.run(() =>
          promise.then(() => call.result("x".repeat(index)))
        );
      });
      for (const { resolve } of gates.toReversed()) {
        resolve();
        await Promise.resolve();
      }
      await Promise.all(running);
    }));

  assertEquals(
    recorder.spans.slice(0, 3).map(({ attributes }) => attributes["tool.name"]),
    ["t2", "t1", "t0"],
  );
  assertWhole(
    recorder,
    run({ "agent.turns": 1, "agent.tool_calls": 3 }, [
      turn(1, { "turn.tool_calls": 3 }, [
        tool("t0", { "tool.result.size": 0 }),
        tool("t1", { "tool.result.size": 1 }),
        tool("t2", { "tool.result.size": 2 }),
      ]),
    ]),
  );
});

Deno.test("ToolCall.result() with an error fails the call without an exception", async () => {
  using recorder = new SpanRecorder();

  const { trajectory } = await traceRun(RUN, (agentRun) => {
    const open = agentRun.startTurn();
    const call = open.startTool({ name: "x", server: "iot" });
    call.result("no such pump", "tool_error");
    call.fail(new Error("later"));
    call.end();
    call.result("late");
    return agentRun;
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
      turn(1, { "turn.tool_calls": 1 }, [
        failed(
          tool("x", { "tool.server": "iot", "tool.result.size": 12 }),
          "tool_error",
          false,
        ),
      ]),
    ]),
  );
  const call = trajectory.turns[0]?.toolCalls[0];
  assertEquals(call?.output, "no such pump");
  assertEquals(call?.error, { type: "tool_error", message: "no such pump" });
});

Deno.test("Turn.end() closes what is left open in it as cancelled", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const open = agentRun.startTurn();
    open.startChat();
    open.startTool({ name: "open" });
    open.startTool({ name: "told" }).result("x");
    open.startChat().response({});
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1, "agent.tool_calls": 2 }, [
      turn(1, { "turn.tool_calls": 2 }, [
        failed(chat(), "cancelled", false),
        failed(tool("open"), "cancelled", false),
        tool("told", { "tool.result.size": 1 }),
        chat(),
      ]),
    ]),
  );
});
