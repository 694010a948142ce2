import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { loadMcpConfig } from "@turnspan/turnspan/mcp";
import { scriptedModelHandler } from "../../demo/scripted_model/handler.ts";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { runAgent } from "../../runners/run_agent.ts";
import {
  anyInt,
  anyString,
  assertSpanTree,
  type ExpectedSpan,
  type RecordedSpan,
  SpanRecorder,
} from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";

type Attributes = NonNullable<ExpectedSpan["attributes"]>;

const MODEL = {
  "gen_ai.request.model": "demo",
  "gen_ai.system": "demo",
  "gen_ai.provider.name": "demo",
};

const MCP = { "mcp.protocol.version": anyString, "network.transport": "pipe" };

const USAGE = {
  "gen_ai.usage.input_tokens": anyInt,
  "gen_ai.usage.output_tokens": anyInt,
  "gen_ai.usage.cache_read.input_tokens": 0,
  "gen_ai.usage.reasoning.output_tokens": 0,
};

/** A chat and its one request. */
function chat(port: number): ExpectedSpan {
  const server = { "server.address": "127.0.0.1", "server.port": port };
  return {
    name: "chat demo",
    kind: "client",
    status: "unset",
    events: [],
    attributes: {
      "gen_ai.operation.name": "chat",
      ...MODEL,
      ...server,
      ...USAGE,
      "gen_ai.response.id": anyString,
      "gen_ai.response.model": "demo",
      "gen_ai.response.finish_reasons": (value: unknown) =>
        Array.isArray(value) && value.length === 1,
    },
    children: [{
      name: "POST",
      kind: "client",
      status: "unset",
      events: [],
      attributes: {
        "http.request.method": "POST",
        "url.full": `http://127.0.0.1:${port}/v1/chat/completions`,
        ...server,
        "http.response.status_code": 200,
      },
    }],
  };
}

function toolCall(tool: string): ExpectedSpan {
  const [server, name] = tool.split("/");
  return {
    name: "tool.call",
    kind: "client",
    status: "unset",
    events: [],
    attributes: {
      "tool.name": name,
      "tool.server": server,
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": name,
      "gen_ai.tool.type": "function",
      "gen_ai.tool.call.id": anyString,
      "mcp.method.name": "tools/call",
      ...MCP,
      "tool.result.size": anyInt,
    },
  };
}

function toolsList(server: string, tools: number): ExpectedSpan {
  return {
    name: "tools/list",
    kind: "client",
    status: "unset",
    events: [],
    attributes: {
      "mcp.method.name": "tools/list",
      "tool.server": server,
      "mcp.tools.count": tools,
      ...MCP,
    },
  };
}

/** A turn: its phase, the tool that it calls, and what made its prompt grow. */
type TurnInit = readonly [
  phase: string,
  tool?: string | undefined,
  grewBy?: string,
];

const TURNS: readonly TurnInit[] = [
  ["plan"],
  ["execute", "iot/sites", "instructions"],
  ["execute", "iot/assets", "tools"],
  ["execute", "iot/sensors", "iot/assets"],
  ["execute", "workorders/failure_modes", "tools"],
  ["execute", "iot/history", "iot/sensors"],
  ["execute", undefined, "iot/history"],
  ["execute", "workorders/create", "tools"],
  ["execute", "workorders/list", "tools"],
  ["summarize", undefined, "iot/history"],
];

function turn(
  [phase, tool, grewBy]: TurnInit,
  index: number,
  port: number,
): ExpectedSpan {
  const grown: Attributes = grewBy === undefined ? {} : {
    "turn.prompt.delta_tokens": anyInt,
    "turn.prompt.grew_by": grewBy,
    "turn.prompt.grew_by_bytes": anyInt,
  };
  return {
    name: "agent.turn",
    kind: "internal",
    status: "unset",
    events: [],
    attributes: {
      "turn.index": index,
      "turn.phase": phase,
      "agent.runner": "plan_execute",
      "agent.run_id": "demo-run",
      "gen_ai.agent.name": "plan_execute",
      "gen_ai.request.model": "demo",
      ...USAGE,
      ...grown,
      "turn.tool_calls": tool === undefined ? 0 : 1,
      "turn.prompt.bytes.instructions": anyInt,
      "turn.prompt.bytes.tools": anyInt,
      "turn.prompt.bytes.messages": anyInt,
      "turn.prompt.bytes.results": anyInt,
      "turn.prompt.size_bucket": anyString,
    },
    children: [chat(port), ...(tool === undefined ? [] : [toolCall(tool)])],
  };
}

function demoRun(port: number): ExpectedSpan {
  const turns = TURNS.map((init, place) => turn(init, place + 1, port));
  return {
    name: "agent.run",
    kind: "internal",
    status: "unset",
    events: [],
    attributes: {
      "agent.runner": "plan_execute",
      "agent.run_id": "demo-run",
      "agent.scenario_id": "chillers",
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "plan_execute",
      ...MODEL,
      "agent.turns": TURNS.length,
      "agent.tool_calls": TURNS.filter(([, tool]) => tool !== undefined).length,
      "agent.answer.length": anyInt,
      "agent.duration_ms": anyInt,
      "agent.usage.input_tokens": anyInt,
      "agent.usage.output_tokens": anyInt,
      "agent.prompt.max_tokens": (value: unknown) => Number(value) > 14_000,
      "agent.prompt.max_turn": TURNS.length,
      "agent.prompt.max_agent": "plan_execute",
      "agent.plan.steps": TURNS.length - 2,
    },
    children: [
      toolsList("iot", 5),
      toolsList("workorders", 3),
      ...turns,
    ],
  };
}

Deno.test("a demo run of planExecute leaves exactly the trace of the contract", async () => {
  using recorder = new SpanRecorder();
  await using model = startScriptedModel({ handler: scriptedModelHandler() });
  const result = await runAgent(
    planExecute,
    "Why is Chiller 6 drawing more power?",
    {
      model: {
        id: "demo",
        name: "demo",
        provider: "demo",
        api: "chat_completions",
        baseUrl: model.baseUrl,
        apiKey: "demo",
      },
      mcp: await loadMcpConfig(
        fileURLToPath(import.meta.resolve("../../mcp.json")),
      ),
      runId: "demo-run",
      scenarioId: "chillers",
    },
  );
  assertEquals(result.error, undefined);
  assert(result.answer.startsWith("Condenser fouling on Chiller 6"));
  const port = Number(new URL(model.baseUrl).port);
  assertSpanTree(recorder, demoRun(port), { exact: true, toleranceMs: 0 });
  assertContract(recorder.spans);
  assertTrajectory(result, recorder.spans);
  assertLargestPrompt(recorder.spans);
});

/** The largest prompt is what the demo is for. */
function assertLargestPrompt(spans: readonly RecordedSpan[]): void {
  const largest = spans.filter(({ name }) => name === "agent.turn")
    .map(({ attributes }) => attributes)
    .toSorted((a, b) =>
      Number(b["gen_ai.usage.input_tokens"]) -
      Number(a["gen_ai.usage.input_tokens"])
    )[0]!;
  assert(Number(largest["gen_ai.usage.input_tokens"]) > 14_000);
  assertEquals(largest["turn.prompt.grew_by"], "iot/history");
  assert(Number(largest["turn.prompt.grew_by_bytes"]) > 20_000);
  assert(Number(largest["turn.prompt.bytes.results"]) > 20_000);
}
