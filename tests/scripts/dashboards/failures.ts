import { parseMcpConfig } from "@turnspan/turnspan/mcp";
import type { Handler } from "../../../demo/scripted_model/handler.ts";
import { planExecute } from "../../../runners/plan_execute.ts";
import { runAgent } from "../../../runners/shared/run_agent.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import type { Span } from "../../../turns/source/span.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { plans, replies, says } from "../../_helpers/replies.ts";
import { cancelledRun, FAILING_RUNS } from "./_failing_runs.ts";
import { runLoop } from "./_run_loop.ts";
import { readSpan } from "./traces.ts";

/**
 * Runs agents that fail in all the ways that the dashboard has panels for, each
 * in a trace of its own, and returns their spans.
 */
export async function failures(): Promise<Span[]> {
  using recorder = new SpanRecorder();
  let handler: Handler = replies();
  await using model = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => handler(request),
  );
  const baseUrl = `http://127.0.0.1:${model.addr.port}/v1`;
  for (const run of [...FAILING_RUNS, cancelledRun()]) {
    await runLoop(run, baseUrl, (next) => handler = next);
  }
  handler = replies(() =>
    new Response("<title>Log in</title>", {
      headers: { "content-type": "text/html" },
    })
  );
  await runPlan("invalid-reply", baseUrl);
  handler = replies(plans({}, {}, {}), says("one"), says("two"));
  await runPlan("turn-limit", baseUrl);
  assertContract(recorder.spans);
  return recorder.spans.map((span) => readSpan(span, "failures"));
}

/** A runner of ours, since the names of these failures are its doing. */
async function runPlan(runId: string, baseUrl: string): Promise<void> {
  await runAgent(planExecute, "What is wrong?", {
    model: {
      id: "openai/tested",
      name: "tested",
      provider: "openai",
      api: "chat_completions",
      apiKey: "key",
      baseUrl,
    },
    mcp: parseMcpConfig('{"mcpServers":{}}', "mcp.json"),
    maxTurns: 3,
    runId,
  });
}
