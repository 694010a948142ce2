import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import type { WireApi } from "../../runners/shared/model.ts";
import { runAgent } from "../../runners/shared/run_agent.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { loadMcpConfig } from "@turnspan/turnspan/mcp";

/** Where a demo run asks its model, and what it belongs to. */
export interface DemoAnswerInit {
  readonly api: WireApi;
  readonly baseUrl: string;
  readonly runId?: string;
  readonly scenarioId?: string;
}

/** Answers the demo's question with the demo's servers. */
export async function demoAnswer(
  runner: Runner,
  { api, baseUrl, ...ids }: DemoAnswerInit,
): Promise<AgentResult> {
  const demo = { id: "demo", name: "demo", provider: "demo", apiKey: "demo" };
  const result = await runAgent(
    runner,
    "Why is Chiller 6 drawing more power?",
    {
      model: { ...demo, api, baseUrl },
      mcp: await loadMcpConfig(
        fileURLToPath(import.meta.resolve("../../mcp.json")),
      ),
      ...ids,
    },
  );
  assertEquals(result.error, undefined);
  return result;
}
