import { assertEquals } from "@std/assert";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
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

Deno.test("Chat.response() of a cut attempt is forgotten when it is retried", async () => {
  using recorder = new SpanRecorder();

  const agentRun = await traceRun(RUN, (agentRun: AgentRun) => {
    const call = agentRun.startChat();
    call.response({ text: "The ans", usage: { inputTokens: 5 } });
    call.attemptFailed(new HttpError(500));
    const again = agentRun.startChat();
    again.response({ text: "The answer" });
    // The same reply, told once more when it is complete.
    again.response({ text: "The answer is 3", toolCalls: [{ name: "add" }] });
    again.response({ text: "The answer is 3", toolCalls: [{ name: "add" }] });
    again.end();
    agentRun.currentTurn?.startTool({ name: "add" }).end();
    return agentRun;
  });

  assertEquals(agentRun.trajectory.turns[0]?.text, "The answer is 3");
  assertWhole(
    recorder,
    run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
      turn(1, { "turn.tool_calls": 1 }, [chat(), tool("add")]),
    ]),
  );
});

Deno.test("Chat.response() of a cut attempt counts when the retry brings nothing", async () => {
  using recorder = new SpanRecorder();

  const { trajectory } = await traceRun(RUN, (agentRun) => {
    const call = agentRun.startChat();
    call.response({ text: "The ans", usage: { inputTokens: 5 } });
    call.attemptFailed(new HttpError(500));
    agentRun.startChat().attemptFailed(new HttpError(503));
    agentRun.startChat({ model: "gpt-4" });
    return agentRun;
  });

  const input = { "gen_ai.usage.input_tokens": 5 };
  assertWhole(
    recorder,
    run({
      "agent.turns": 2,
      "agent.usage.input_tokens": 5,
      "agent.prompt.max_tokens": 5,
      "agent.prompt.max_turn": 1,
      "agent.prompt.max_agent": "mine",
    }, [
      turn(1, { ...input, "turn.prompt.size_bucket": "<1k" }, [
        failed(chat(input), "503"),
      ]),
      turn(2, { "gen_ai.request.model": "gpt-4" }, [
        failed(chat({}, [], "gpt-4"), "cancelled", false),
      ]),
    ]),
  );
  assertEquals(trajectory.turns[0]?.text, "The ans");
});

Deno.test("AgentScope.startChat() that resumed a cut call may be left open", async () => {
  using recorder = new SpanRecorder();

  await traceRun(RUN, (agentRun) => {
    const call = agentRun.startChat();
    call.response({ text: "The ans" });
    call.attemptFailed(new HttpError(500));
    agentRun.startChat();
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [
      turn(1, {}, [failed(chat(), "cancelled", false)]),
    ]),
  );
});
