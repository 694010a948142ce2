import { assertEquals } from "@std/assert";
import { McpPool } from "@turnspan/turnspan/mcp";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import type { ModelRequest } from "../../demo/scripted_model/decide/request.ts";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import { type RecordedSpan, SpanRecorder } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { asks, following, type Said, says } from "../_helpers/conversation.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";
import { config } from "../runners/_run.ts";

const RUNS = 51;
const RUNNERS = [planExecute, openaiAgent, deepAgent];

/**
 * Spans of each: a plan of two echoes has four turns; a loop of two parallel
 * echoes two; a deep agent hands each echo to a sub-agent of two turns.
 */
const SPANS = [1 + 4 * 3 + 2, 1 + 2 * 3 + 2, 1 + 2 * 3 + 2 * (2 + 2 * 3 + 1)];

/** Every agent echoes the number of its question, twice. */
function replyTo(request: ModelRequest): Said {
  const { messages, tools, format } = request;
  const question = messages.find(({ role }) => role === "user")?.text ?? "";
  const id = (call: string) => `${question}-${messages.length}-${call}`;
  const known = messages.some(({ role }) => role === "tool");
  if (format !== undefined) {
    const step = { task: "Echo", tool: "echo", server: "tools" };
    const steps = [
      { ...step, id: 1, depends_on: [] },
      { ...step, id: 2, depends_on: [1] },
    ];
    return says(JSON.stringify({ steps }));
  }
  const has = (tool: string) => tools.some(({ name }) => name === tool);
  if (known && tools.length !== 1 || !has("echo")) {
    return says(`it is ${question}`);
  }
  if (!has("task")) {
    const twice = tools.length > 1 && !question.startsWith("sub ");
    const echo = (call: string) =>
      ["echo", { text: question }, id(call)] as const;
    return asks(...(twice ? [echo("a"), echo("b")] : [echo("a")]));
  }
  const hand = (part: string) =>
    [
      "task",
      {
        description: `sub ${part} of ${question}`,
        subagent_type: "data_analyst",
      },
      id(part),
    ] as const;
  return asks(hand("a"), hand("b"));
}

// Frameworks listen to signals once they are loaded, and for good.
for (const runner of RUNNERS) await runner.load("chat_completions");

Deno.test("50 runs of mixed runners at once leave 50 whole traces", async () => {
  using recorder = new SpanRecorder();
  await using model = startScriptedModel({ handler: following(replyTo) });
  await using pool = await McpPool.open(config({ tools: toolsServer() }), {
    run: null,
  });
  const results = await Promise.all(
    Array.from(
      { length: RUNS },
      (_, run) =>
        runAgent(RUNNERS[run % RUNNERS.length]!, `${run}`, {
          model: {
            id: "openai/tested",
            name: "tested",
            provider: "openai",
            api: "chat_completions",
            baseUrl: model.baseUrl,
            apiKey: "key",
          },
          mcp: pool,
          runId: `run-${run}`,
        }),
    ),
  );
  const traces = Map.groupBy(
    recorder.spans,
    (span) => span.spanContext().traceId,
  );
  assertEquals(traces.size, RUNS);
  for (const [run, result] of results.entries()) {
    assertRun(run, result, traces.get(result.traceId ?? "") ?? []);
  }
});

function assertRun(
  run: number,
  result: AgentResult,
  trace: readonly RecordedSpan[],
): void {
  assertEquals(result.error, undefined);
  assertEquals(result.answer, `it is ${run}`);
  assertEquals(trace.length, SPANS[run % RUNNERS.length]);
  assertContract(trace);
  assertTrajectory(result, trace);
  const echoed = result.trajectory.turns.flatMap(({ toolCalls }) => toolCalls)
    .filter(({ name }) => name === "echo").map(({ output }) => output);
  const expected = result.runner === "deep_agent"
    ? [`sub a of ${run}`, `sub b of ${run}`]
    : [`${run}`, `${run}`];
  assertEquals(echoed.toSorted(), expected);
}
