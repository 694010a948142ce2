import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { scopes } from "../../../tracing/base/scopes.ts";
import type { HttpEnd } from "../../../tracing/base/http_observer.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
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

/** Tries everything that must leave no trace in a run that has ended. */
function late(agentRun: AgentRun): void {
  agentRun.startToolsList({ server: "iot" }).result(1);
  const open = agentRun.startTurn();
  const call = open.startChat();
  call.response({
    text: "late",
    toolCalls: [{ name: "late" }],
    usage: { inputTokens: 9 },
  });
  call.end();
  const task = open.startTool({ name: "late" });
  const helper = task.startAgent({ name: "late" });
  helper.startChat().end();
  helper.end();
  task.result("late");
  task.end();
  open.end();
  agentRun.startChat().attemptFailed(new Error("late"));
  agentRun.startChat();
  agentRun.answer("late");
  agentRun.end(new Error("late"));
}

Deno.test("traceRun() is cancelled before it starts by a signal that has aborted", async () => {
  using recorder = new SpanRecorder();
  const reason = new Error("no more");

  const agentRun = await traceRun(
    { ...RUN, signal: AbortSignal.abort(reason) },
    (agentRun) => {
      late(agentRun);
      return agentRun;
    },
  );

  assertWhole(recorder, failed(run({}, []), "cancelled"));
  assertEquals(agentRun.trajectory, { turns: [] });
  assertEquals(agentRun.usage, {});
  assertEquals(agentRun.error, { type: "cancelled", message: "no more" });
});

Deno.test("traceRun() ends everything that is open at the moment of the signal", async () => {
  using recorder = new SpanRecorder();
  const controller = new AbortController();
  const reason = new DOMException("Interrupted", "AbortError");
  let started: AgentRun | undefined;

  const thrown = await assertRejects(() =>
    traceRun({ ...RUN, signal: controller.signal }, async (agentRun) => {
      started = agentRun;
      agentRun.startToolsList({ server: "iot" });
      const before = agentRun.startChat();
      before.response({ toolCalls: [{ id: "a", name: "nobody" }] });
      before.end();
      const open = agentRun.startTurn();
      const asking = open.startChat();
      asking.response({
        toolCalls: [{ id: "c-1", name: "task" }, { id: "c-2", name: "next" }],
      });
      asking.end();
      open.startChat();
      const task = open.startTool({ name: "task", callId: "c-1" });
      await task.run(async () => {
        const helper = task.startAgent({ name: "helper" });
        await helper.run(() =>
          helper.turn(async (inner) => {
            await inner.startTool({ name: "pump" }).run(() => {
              controller.abort(reason);
              assertEquals(
                recorder.unended.length,
                0,
                "everything ends at once",
              );
              late(agentRun);
              helper.startChat().end();
              inner.startTool({ name: "late" }).end();
              task.result("late");
              throw new TypeError("the tool was told to stop");
            });
          })
        );
      });
    })
  );

  assertEquals((thrown as Error).message, "the tool was told to stop");
  const cancelled = (span: Parameters<typeof failed>[0], thrown = true) =>
    failed(span, "cancelled", thrown);
  assertWhole(
    recorder,
    cancelled(
      run({ "agent.turns": 3, "agent.tool_calls": 4 }, [
        cancelled({
          name: "tools/list",
          kind: "client",
          attributes: { "mcp.method.name": "tools/list", "tool.server": "iot" },
        }),
        turn(1, { "turn.tool_calls": 1 }, [
          chat(),
          failed(
            tool("nobody", { "gen_ai.tool.call.id": "a" }),
            "not_run",
            false,
          ),
        ]),
        cancelled(turn(2, { "turn.tool_calls": 2 }, [
          chat(),
          cancelled(chat()),
          cancelled(
            tool("task", { "gen_ai.tool.call.id": "c-1" }, [
              cancelled(invoke("helper", 1, [
                cancelled(
                  turn(1, {
                    "gen_ai.agent.name": "helper",
                    "turn.tool_calls": 1,
                  }, [cancelled(tool("pump"))]),
                ),
              ])),
            ]),
          ),
          cancelled(tool("next", { "gen_ai.tool.call.id": "c-2" }), false),
        ])),
      ]),
    ),
  );
  const { trajectory } = started!;
  assertEquals(
    trajectory.turns.map(({ agent, error, toolCalls }) => [
      agent,
      error?.type,
      toolCalls.map(({ name, error }) => `${name} ${error?.type}`),
    ]),
    [
      ["mine", undefined, ["nobody not_run"]],
      ["mine", "cancelled", ["task cancelled", "next cancelled"]],
      ["helper", "cancelled", ["pump cancelled"]],
    ],
  );
});

Deno.test("traceRun() tells open requests that it was cancelled", async () => {
  using recorder = new SpanRecorder();
  const controller = new AbortController();
  const reason = new Error("stop");
  const ends: HttpEnd[] = [];
  let moment = 0;

  await traceRun({ ...RUN, signal: controller.signal }, (agentRun) => {
    const call = agentRun.startChat();
    call.in(() => {
      const { http } = scopes.getStore()!;
      const forget = http.track((end) => {
        ends.push(end);
        forget();
      });
      http.track(() => ends.push({ time: 0 }))();
      controller.abort(reason);
      moment = http.now();
      // What comes later is over at once, at the end of its parent.
      http.track((end) => void ends.push(end));
    });
  });

  assertEquals(ends.length, 2);
  assertStrictEquals(ends[0]?.cancelled?.reason, reason);
  assertEquals(ends.map(({ time }) => time), [moment, moment]);
  assertEquals(ends[1]?.cancelled, undefined);
  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 1 }, [
        failed(turn(1, {}, [failed(chat(), "cancelled")]), "cancelled"),
      ]),
      "cancelled",
    ),
  );
});

Deno.test("traceRun() leaves a call that had failed before as it was", async () => {
  using recorder = new SpanRecorder();
  const controller = new AbortController();

  await traceRun({ ...RUN, signal: controller.signal }, (agentRun) => {
    agentRun.startChat().attemptFailed(
      Object.assign(new Error(), { status: 500 }),
    );
    controller.abort("text");
  });

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 1 }, [
        failed(turn(1, {}, [failed(chat(), "500")]), "cancelled"),
      ]),
      "cancelled",
    ),
  );
});

Deno.test("traceRun() lets go of the signal when it ends", async () => {
  using recorder = new SpanRecorder();
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: unknown[]) => {
    listeners++;
    Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = (...args: unknown[]) => {
    listeners--;
    Reflect.apply(removeEventListener, signal, args);
  };

  await traceRun({ ...RUN, signal }, (agentRun) => {
    assertStrictEquals(agentRun.signal, signal);
    assertEquals(listeners, 1);
  });

  assertEquals(listeners, 0);
  controller.abort();
  assertWhole(recorder, run({}, []));
});
