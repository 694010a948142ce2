import { assertEquals, assertStrictEquals } from "@std/assert";
import { scopes } from "../../../tracing/base/scopes.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import {
  assertWhole,
  chat,
  failed,
  RUN,
  run,
  tool,
  turn,
} from "./_run_setup.ts";

class HttpError extends Error {
  override name = "HttpError";
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

Deno.test("AgentScope.startChat() resumes the failed call of the same model", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const first = agentRun.startChat();
    first.attemptFailed(new HttpError(500));
    const second = agentRun.startChat({ phase: "ignored" });
    assertStrictEquals(second, first);
    second.attemptFailed(new HttpError(503));
    const third = agentRun.startChat({ model: "gpt-5" });
    third.response({ text: "ok" });
    third.end();
  });

  assertWhole(recorder, run({ "agent.turns": 1 }, [turn(1, {}, [chat()])]));
});

Deno.test("Turn.startChat() resumes the failed call of the same model", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) =>
    agentRun.turn((open) => {
      const first = open.startChat();
      first.attemptFailed(new HttpError(500));
      assertStrictEquals(open.startChat(), first);
      first.response({});
      first.end();
      // It has answered: a plan that is sent back is another call.
      open.startChat().end();
    }));

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [turn(1, {}, [chat(), chat()])]),
  );
});

Deno.test("AgentScope.startChat() to another model is the next turn", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    agentRun.startChat().attemptFailed(new HttpError(429));
    const other = agentRun.startChat({ model: "gpt-4" });
    other.end();
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 2 }, [
      turn(1, {}, [failed(chat(), "429")]),
      turn(2, { "gen_ai.request.model": "gpt-4" }, [chat({}, [], "gpt-4")]),
    ]),
  );
});

Deno.test("Turn.startChat() to another model is another chat in the turn", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) =>
    agentRun.turn((open) => {
      open.startChat().attemptFailed(new HttpError(429));
      open.startChat({ model: "gpt-4" }).end();
    }));

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [
      turn(1, {}, [failed(chat(), "429"), chat({}, [], "gpt-4")]),
    ]),
  );
});

Deno.test("Chat.attemptFailed() that left a tool call is not resumed", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const cut = agentRun.startChat();
    const cutTurn = agentRun.currentTurn!;
    cut.response({
      toolCalls: [{ id: "c-1", name: "add" }],
      usage: { inputTokens: 5 },
    });
    cut.attemptFailed(new HttpError(500));
    const call = cutTurn.startTool({ name: "add", callId: "c-1" });
    call.result("3");
    call.end();
    agentRun.startChat().end();
  });

  assertWhole(
    recorder,
    run({
      "agent.turns": 2,
      "agent.tool_calls": 1,
      "agent.usage.input_tokens": 5,
      "agent.prompt.max_tokens": 5,
      "agent.prompt.max_turn": 1,
      "agent.prompt.max_agent": "mine",
    }, [
      turn(1, {
        "turn.tool_calls": 1,
        "gen_ai.usage.input_tokens": 5,
        "turn.prompt.size_bucket": "<1k",
      }, [
        failed(chat({ "gen_ai.usage.input_tokens": 5 }), "500"),
        tool("add", { "gen_ai.tool.call.id": "c-1", "tool.result.size": 1 }),
      ]),
      turn(2, {}, [chat()]),
    ]),
  );
});

Deno.test("Chat.attemptFailed() ends the call at that moment when no retry comes", async () => {
  using recorder = new SpanRecorder();
  const error = new HttpError(500);

  await traceRun(RUN, async (agentRun) => {
    const open = agentRun.startTurn();
    const call = open.startChat();
    call.attemptFailed(error);
    const moment = agentRun.durationMs;
    while (agentRun.durationMs < moment + 2) await Promise.resolve();
    open.end();
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [turn(1, {}, [failed(chat(), "500")])]),
  );
  const [chatSpan, turnSpan] = recorder.spans;
  const ms = ([s, ns]: readonly [number, number]) => s * 1e3 + ns / 1e6;
  assertEquals(ms(turnSpan!.endTime) - ms(chatSpan!.endTime) >= 2, true);
});

Deno.test("Chat.attemptFailed() ends the requests of the attempt", async () => {
  using _recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const call = agentRun.startChat();
    let ends = 0;
    call.in(() => scopes.getStore()?.http.track(() => ends++));
    call.attemptFailed(new HttpError(500));
    assertEquals(ends, 1);
    agentRun.startChat().end();
    assertEquals(ends, 1);
  });
});

Deno.test("Chat.end() forgets no failure but the one that was retried", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const call = agentRun.startChat();
    call.attemptFailed(new HttpError(500));
    agentRun.startChat().end(new HttpError(401));
    // It has ended: nothing reaches it any more.
    call.attemptFailed(new HttpError(404));
    call.response({ text: "late" });
    call.end(new HttpError(404));
    assertEquals(agentRun.trajectory.turns[0]?.text, "");
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [turn(1, {}, [failed(chat(), "401")])]),
  );
});
