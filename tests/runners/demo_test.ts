import { assert, assertEquals } from "@std/assert";
import type { WireApi } from "../../runners/shared/model.ts";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { claudeAgent } from "../../runners/claude_agent.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { openaiAgent } from "../../runners/openai_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import {
  assertSpanTree,
  type RecordedSpan,
  SpanRecorder,
} from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";
import {
  type DemoAgent,
  demoTree,
  type DemoTreeOptions,
  type DemoTurn,
} from "./_demo_tree.ts";
import { inConversation } from "./_in_conversation.ts";
import { demoAnswer } from "./_demo_answer.ts";

/** How each wire format is reached, and what it reports beside the sums. */
const ROUTES = {
  chat_completions: {
    path: "/v1/chat/completions",
    details: ["cache_read.input_tokens", "reasoning.output_tokens"],
  },
  messages: {
    path: "/v1/messages",
    details: [
      "cache_read.input_tokens",
      "cache_write.input_tokens",
      "cache_creation.input_tokens",
    ],
  },
} as const;

/** Plan, steps and summary: a step sends what it depends on, and no more. */
const PLANNED: readonly DemoTurn[] = [
  { phase: "plan" },
  { phase: "execute", tools: ["iot/sites"], grewBy: "instructions" },
  { phase: "execute", tools: ["iot/assets"], grewBy: "tools:iot" },
  { phase: "execute", tools: ["iot/sensors"], grewBy: "iot/assets" },
  {
    phase: "execute",
    tools: ["workorders/failure_modes"],
    grewBy: "tools:workorders",
  },
  { phase: "execute", tools: ["iot/history"], grewBy: "iot/sensors" },
  { phase: "execute", grewBy: "iot/history" },
  {
    phase: "execute",
    tools: ["workorders/create"],
    grewBy: "tools:workorders",
  },
  { phase: "execute", tools: ["workorders/list"], grewBy: "tools:workorders" },
  { phase: "summarize", grewBy: "iot/history" },
];

/** The whole conversation each turn, with four tools side by side. */
const CHOSEN: readonly DemoTurn[] = [
  { tools: ["iot/sites"] },
  { tools: ["iot/assets"], grewBy: "iot/sites" },
  {
    tools: [
      "iot/sensors",
      "iot/latest",
      "workorders/failure_modes",
      "workorders/list",
    ],
    grewBy: "iot/assets",
  },
  { tools: ["iot/history"], grewBy: "iot/sensors" },
  { tools: ["workorders/create"], grewBy: "iot/history" },
  { grewBy: "assistant" },
];

/** A sub-agent that reads the history of one asset. */
const ANALYST: DemoAgent = {
  name: "data_analyst",
  turns: [
    { tools: ["iot/sensors", "workorders/failure_modes"] },
    { tools: ["iot/history"], grewBy: "iot/sensors" },
    { grewBy: "iot/history" },
  ],
};

/**
 * The same, with what is heavy in data handed to two sub-agents at once.
 *
 * @param tool The framework's tool for that.
 * @param grewBy What is larger of what it is told and what it gives back.
 */
function delegated(tool: string, grewBy: string): readonly DemoTurn[] {
  return [
    ...CHOSEN.slice(0, 3),
    { tools: [tool, tool], agents: [ANALYST, ANALYST], grewBy: "iot/sensors" },
    { tools: ["workorders/create"], grewBy },
    { grewBy: "assistant" },
  ];
}

/** What the frameworks say in each request. */
const NOT_STREAMED = { "gen_ai.request.stream": false };

/** One run of the demo, and what it is to leave. */
interface DemoRun {
  readonly runner: Runner;
  readonly api: keyof typeof ROUTES & WireApi;
  readonly turns: readonly DemoTurn[];
  readonly options?: DemoTreeOptions;
}

const RUNS: readonly DemoRun[] = [
  {
    runner: planExecute,
    api: "chat_completions",
    turns: PLANNED,
    options: { run: { "agent.plan.steps": PLANNED.length - 2 } },
  },
  {
    runner: claudeAgent,
    api: "messages",
    turns: delegated("local/Agent", "local/Agent"),
    options: {
      chat: {
        "gen_ai.request.stream": true,
        "gen_ai.response.time_to_first_chunk": (seconds: unknown) =>
          Number(seconds) > 0,
        "gen_ai.request.max_tokens": 32_000,
      },
    },
  },
  {
    runner: openaiAgent,
    api: "chat_completions",
    turns: CHOSEN,
    options: { chat: NOT_STREAMED },
  },
  {
    runner: deepAgent,
    api: "chat_completions",
    turns: delegated("local/task", "assistant"),
    options: { chat: NOT_STREAMED },
  },
  {
    runner: deepAgent,
    api: "messages",
    turns: delegated("local/task", "assistant"),
    // The format wants a limit, and LangChain has one for unknown models.
    options: { chat: { ...NOT_STREAMED, "gen_ai.request.max_tokens": 4096 } },
  },
];

for (const { runner, api } of RUNS) await runner.load(api);

for (const { runner, api, turns, options } of RUNS) {
  Deno.test(`a demo run of ${runner.name} over ${api} leaves exactly the trace of the contract`, async () => {
    using recorder = new SpanRecorder();
    await using model = startScriptedModel();
    const result = await demoAnswer(runner, {
      api,
      baseUrl: model.baseUrl,
      runId: "demo-run",
      scenarioId: "chillers",
    });
    assert(result.answer.startsWith("Condenser fouling on Chiller 6"));
    const port = Number(new URL(model.baseUrl).port);
    const route = { runner: runner.name, port, ...ROUTES[api] };
    const tree = demoTree(route, turns, options);
    // The CLI has a session.
    const expected = runner === claudeAgent ? inConversation(tree) : tree;
    assertSpanTree(recorder, expected, { exact: true, toleranceMs: 0 });
    assertContract(recorder.spans);
    assertTrajectory(result, recorder.spans);
    assertLargestPrompt(recorder.spans);
  });
}

/** The large prompt is what the demo is for. */
function assertLargestPrompt(spans: readonly RecordedSpan[]): void {
  const grown = spans.filter(({ name }) => name === "agent.turn")
    .map(({ attributes }) => attributes)
    .toSorted((a, b) =>
      Number(b["turn.prompt.delta_tokens"] ?? 0) -
      Number(a["turn.prompt.delta_tokens"] ?? 0)
    )[0]!;
  assert(Number(grown["gen_ai.usage.input_tokens"]) > 14_000);
  assertEquals(grown["turn.prompt.grew_by"], "iot/history");
  assert(Number(grown["turn.prompt.grew_by_bytes"]) > 20_000);
  assert(Number(grown["turn.prompt.bytes.results"]) > 20_000);
}
