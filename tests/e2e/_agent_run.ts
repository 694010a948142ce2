import type { AgentResult } from "../../runners/shared/agent_result.ts";
import { printedResult, runCommand } from "../cli/_command.ts";
import {
  e2eEnvironment,
  type RunnerTask,
  type SpanSet,
} from "./_environment.ts";

/** A run of a command against one of the proxies. */
export interface AgentRunInit {
  readonly task: RunnerTask;
  readonly set: SpanSet;
  /**
   * The model's id.
   *
   * @default {"litellm_proxy/demo"}
   */
  readonly modelId?: string;
  /** Flags besides. */
  readonly flags?: readonly string[];
  /** Set besides where the proxy and Jaeger are. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What became of it. */
export interface AgentRunOutcome {
  readonly code: number;
  readonly result: AgentResult;
  readonly stderr: string;
}

/** Milliseconds after which a run is stopped, so that the tests come to an end. */
export const AGENT_TIMEOUT_MS = 120_000;

/** What every agent is asked. */
export const QUESTION = "Why is Chiller 6 drawing more power?";

/** Runs a command as a person would, and keeps what it printed. */
export async function runAgentCommand(
  { task, set, modelId = "litellm_proxy/demo", flags = [], env = {} }:
    AgentRunInit,
): Promise<AgentRunOutcome> {
  const { proxies, jaeger, logs } = e2eEnvironment();
  const { baseUrl, apiKey } = proxies[set];
  const outcome = await runCommand(
    ["--json", "--model-id", modelId, ...flags, QUESTION],
    {
      task,
      env: {
        LITELLM_BASE_URL: baseUrl,
        LITELLM_API_KEY: apiKey,
        OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlp,
        ...env,
      },
      signal: AbortSignal.timeout(AGENT_TIMEOUT_MS),
    },
  );
  const { code, stdout, stderr } = outcome;
  await Deno.writeTextFile(
    `${logs}/agents.log`,
    `== ${task} ${set} ${modelId}: ${code}\n${stderr}${stdout}`,
    { append: true },
  );
  return { code, result: printedResult(outcome), stderr };
}
