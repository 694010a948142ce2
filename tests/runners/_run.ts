import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import type { WireApi } from "../../runners/shared/model.ts";
import { type McpPool, parseMcpConfig } from "@turnspan/turnspan/mcp";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import {
  runAgent,
  type RunAgentOptions,
} from "../../runners/shared/run_agent.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { type RecordedSpan, SpanRecorder } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import {
  type ReceivedRequest,
  recordingHandler,
} from "../_helpers/scripted_model.ts";
import { SentRequests } from "../_helpers/sent_requests.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { assertTrajectory } from "../_helpers/trajectory.ts";

/** What a run is made with. */
export interface ScriptedRun
  extends Partial<Omit<RunAgentOptions, "model" | "mcp">> {
  /**
   * The runner.
   *
   * @default {planExecute}
   */
  readonly runner?: Runner;
  /**
   * The wire format to speak.
   *
   * @default {"chat_completions"}
   */
  readonly api?: WireApi;
  /** The model. */
  readonly handler: Handler;
  /** The servers; one named `tools` unless given. */
  readonly servers?: Readonly<Record<string, unknown>>;
  /** A pool, in the place of servers of the run's own. */
  readonly pool?: McpPool;
  /** The model's address, where it is not the handler's. */
  readonly baseUrl?: string;
  /** Whether the model is a LiteLLM proxy's. */
  readonly proxy?: boolean;
  readonly question?: string;
}

const PROXY = {
  id: "litellm_proxy/tested",
  provider: "openai",
  apiKey: "proxy-key-1234",
  callIds: true,
  variables: { apiKey: "LITELLM_API_KEY", baseUrl: "LITELLM_BASE_URL" },
};

/** What came of it. */
export interface ScriptedResult {
  readonly result: AgentResult;
  readonly spans: readonly RecordedSpan[];
  /** What the model was sent. */
  readonly requests: readonly ReceivedRequest[];
  /** The tree, with kinds left out and failures named. */
  readonly tree: string;
}

/**
 * Runs an agent and records its trace. Whatever the run is for, the
 * trace has to keep the contract and the trajectory has to tell the same.
 */
export async function runScripted(
  {
    runner = planExecute,
    api = "chat_completions",
    handler,
    servers,
    pool,
    question = "What is it?",
    baseUrl,
    proxy = false,
    ...options
  }: ScriptedRun,
): Promise<ScriptedResult> {
  using recorder = new SpanRecorder();
  const { handler: recording, requests } = recordingHandler(handler);
  // Before the model, and so after it: what nobody answers ends with it.
  await using _sent = new SentRequests();
  await using model = startScriptedModel({ handler: recording });
  const result = await runAgent(runner, question, {
    model: {
      name: "tested",
      api,
      baseUrl: baseUrl ?? model.baseUrl,
      apiKey: "key",
      ...(proxy ? PROXY : { id: "openai/tested", provider: "openai" }),
    },
    mcp: pool ?? config(servers ?? { tools: toolsServer() }),
    ...options,
  });
  const { spans, unended, endedAgain } = recorder;
  if (unended.length > 0 || endedAgain.length > 0) {
    throw new Error(`Not ended once: ${unended}, ${endedAgain}`);
  }
  assertContract(spans);
  assertTrajectory(result, spans);
  return { result, spans, requests, tree: outline(recorder) };
}

/** A configuration of servers. */
export function config(servers: Readonly<Record<string, unknown>>) {
  const file = new URL("../../mcp.json", import.meta.url).pathname;
  return parseMcpConfig(JSON.stringify({ mcpServers: servers }), file);
}

/** The tree of names and failures; `tools/list` is left out: it always is. */
function outline(recorder: SpanRecorder): string {
  return recorder.tree({
    attributes: ["turn.phase", "tool.name", "error.type"],
  })
    .replaceAll(/ (?:turn\.phase|tool\.name|error\.type)="([^"]*)"/g, " $1")
    .replace(/^ {2}tools\/list.*\n?/gm, "").trimEnd();
}
