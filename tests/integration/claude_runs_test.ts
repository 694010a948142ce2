import { assertEquals } from "@std/assert";
import { McpPool } from "@turnspan/turnspan/mcp";
import type { ModelRequest } from "../../demo/scripted_model/decide/request.ts";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import { SpanRecorder } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { asks, following, type Said, says } from "../_helpers/conversation.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";
import { config } from "../runners/_run.ts";

const RUNS = 10;

/** Each agent hands its question to two others, which echo it. */
function replyTo({ messages }: ModelRequest): Said {
  const question = messages.find(({ role }) => role === "user")?.text ?? "";
  if (messages.some(({ role }) => role === "tool")) {
    return says(`it is ${question}`);
  }
  if (question.startsWith("sub ")) {
    return asks(["echo", { text: question }, `echo ${question}`]);
  }
  const hand = (part: string) => {
    const prompt = `sub ${part} of ${question}`;
    const input = { subagent_type: "data_analyst", description: part, prompt };
    return ["Agent", input, `hand ${prompt}`] as const;
  };
  return asks(hand("a"), hand("b"));
}

await claudeAgent.load("messages");

Deno.test("ten runs of claude_agent at once leave ten whole traces", async () => {
  using recorder = new SpanRecorder();
  await using model = startScriptedModel({ handler: following(replyTo) });
  await using pool = await McpPool.open(config({ tools: toolsServer() }), {
    run: null,
  });
  const results = await Promise.all(
    Array.from({ length: RUNS }, (_, run) =>
      runAgent(claudeAgent, `${run}`, {
        model: {
          id: "anthropic/tested",
          name: "tested",
          provider: "anthropic",
          api: "messages",
          baseUrl: model.baseUrl,
          apiKey: "key",
        },
        mcp: pool,
        runId: `run-${run}`,
      })),
  );
  const traces = Map.groupBy(
    recorder.spans,
    (span) => span.spanContext().traceId,
  );
  assertEquals(traces.size, RUNS);
  for (const [run, result] of results.entries()) {
    assertEquals(result.error, undefined);
    assertEquals(result.answer, `it is ${run}`);
    const trace = traces.get(result.traceId ?? "") ?? [];
    // Two turns, and in each of two calls an agent of two turns with a call.
    assertEquals(trace.length, 1 + 2 * 3 + 2 * (2 + 2 * 3 + 1));
    assertContract(trace);
    assertTrajectory(result, trace);
    const echoed = result.trajectory.turns
      .flatMap(({ toolCalls }) => toolCalls)
      .filter(({ name }) => name === "echo").map(({ output }) => output);
    assertEquals(echoed.toSorted(), [`sub a of ${run}`, `sub b of ${run}`]);
  }
});
