import { assertEquals } from "@std/assert";
import { initTracing } from "@turnspan/turnspan";
import { McpPool, parseMcpConfig } from "@turnspan/turnspan/mcp";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import type { RecordedSpan } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { otlpSpans } from "../_helpers/otlp_spans.ts";
import {
  calls,
  type ChatRequest,
  plans,
  type Reply,
  says,
} from "../_helpers/replies.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";

const RUNS = 200;
const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

/** Plans two echoes of the question's number, calls them, and sums up. */
function replyTo({ messages, tools }: ChatRequest): Reply {
  const number = messages[1]?.content ?? "";
  if (tools !== undefined) {
    const id = `${number}-${messages.length}`;
    return calls(["echo", { text: number }, id]);
  }
  const summing = messages.some(({ role }) => role === "tool");
  if (summing) return says(`answer ${number}`);
  const echo = { tool: "echo", server: "tools" };
  return plans(echo, { ...echo, depends_on: [1] });
}

Deno.test("200 runs at once leave 200 whole traces", async () => {
  const spans: RecordedSpan[] = [];
  await using collector = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      spans.push(...otlpSpans(await request.text()));
      return Response.json({});
    },
  );
  await using model = startScriptedModel({
    handler: async (request) => {
      const body = await request.json() as ChatRequest;
      return await replyTo(body)(body);
    },
  });
  await using pool = await McpPool.open(
    parseMcpConfig(
      JSON.stringify({ mcpServers: { tools: toolsServer() } }),
      `${Deno.cwd()}/mcp.json`,
    ),
    { run: null },
  );
  Deno.env.set(ENDPOINT, `http://127.0.0.1:${collector.addr.port}`);
  const tracing = await initTracing("many");
  const results = await Promise.all(
    Array.from({ length: RUNS }, (_, run) =>
      runAgent(planExecute, `${run}`, {
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
      })),
  );
  await tracing.shutdown();
  Deno.env.delete(ENDPOINT);

  const traces = Map.groupBy(spans, (span) => span.spanContext().traceId);
  assertEquals(traces.size, RUNS);
  for (const [run, result] of results.entries()) {
    assertEquals(result.answer, `answer ${run}`);
    const trace = traces.get(result.traceId ?? "") ?? [];
    // A run, four turns with a chat and a request each, two calls.
    assertEquals(trace.length, 15);
    assertContract(trace);
    assertTrajectory(result, trace);
    const said = result.trajectory.turns.flatMap(({ toolCalls }) => toolCalls);
    assertEquals(said.map(({ output }) => output), [`${run}`, `${run}`]);
  }
});
