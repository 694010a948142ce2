import type { SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import type { AgentRun } from "@turnspan/turnspan";
import {
  mcpServers,
  modelFailure,
  traceQuery,
} from "@turnspan/turnspan/claude-agent";
import {
  ClaudeCliError,
  explainCliError,
  versionProblem,
} from "./claude_agent/cli_error.ts";
import { CliProcess } from "./claude_agent/cli_process.ts";
import { cliEnvironment } from "./claude_agent/environment.ts";
import { endingOf } from "./claude_agent/ending.ts";
import { checkFramework, type Framework } from "./claude_agent/framework.ts";
import { DATA_ANALYST, INSTRUCTIONS } from "./claude_agent/prompts.ts";
import { checkedMessagesFetch } from "./shared/checked_fetch.ts";
import { MaxTurnsError } from "./shared/max_turns_error.ts";
import { explainModelError } from "./shared/model_error.ts";
import { NoAnswerError } from "./shared/no_answer_error.ts";
import type { DriveOptions, Runner } from "./shared/runner.ts";

/**
 * Lets the model choose the tools, turn by turn, and hand work to sub-agents, in
 * the loop of the Claude CLI.
 */
export const claudeAgent: Runner = claudeAgentWith(() =>
  import("@anthropic-ai/claude-agent-sdk")
);

/** Makes the runner with an SDK of one's own. */
export function claudeAgentWith(loadSdk: () => Promise<Framework>): Runner {
  return {
    name: "claude_agent",
    summary:
      "chooses its tools turn by turn and has sub-agents, with the Claude CLI",
    apis: ["messages"],
    async load() {
      const sdk = await loadSdk();
      checkFramework(sdk);
      return (run, question, options) => answer(sdk, run, question, options);
    },
  };
}

/** Milliseconds that the CLI has to stop after an interrupt. */
const INTERRUPT_MS = 300;

type Query = ReturnType<Framework["query"]>;

async function answer(
  sdk: Framework,
  run: AgentRun,
  question: string,
  options: DriveOptions,
): Promise<string> {
  const { model, maxTurns, signal } = options;
  signal.throwIfAborted();
  await using home = await cliEnvironment(model);
  signal.throwIfAborted();
  await using cli = new CliProcess();
  const query = traceQuery(sdk.query, { fetch: checkedMessagesFetch(model) })({
    prompt: question,
    options: {
      ...agentOptions(options),
      env: home.env,
      cwd: home.cwd,
      spawnClaudeCodeProcess: cli.spawn,
    },
  });
  const onAbort = () => void cancel(query, cli);
  signal.addEventListener("abort", onAbort, { once: true });
  const received: { result?: SDKResultMessage } = {};
  try {
    await readMessages(query, cli, received);
    const { result } = received;
    if (
      result?.subtype === "success" && !result.is_error && !endingOf(result)
    ) {
      return result.result;
    }
    throw new Error("it gave no result");
  } catch (error) {
    signal.throwIfAborted();
    if (received.result?.subtype === "error_max_turns") {
      const reached = new MaxTurnsError(maxTurns);
      run.fail(reached, "max_turns");
      throw reached;
    }
    if (error instanceof ClaudeCliError) throw error;
    const ending = endingOf(received.result);
    if (ending !== undefined) throw new NoAnswerError(model, ending);
    const failure = modelFailure(query);
    throw failure === undefined
      ? explainCliError(error, cli)
      : explainModelError(failure, model);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function agentOptions({ model, pool, maxTurns }: DriveOptions) {
  return {
    model: model.name,
    systemPrompt: INSTRUCTIONS,
    maxTurns,
    mcpServers: mcpServers(pool),
    agents: DATA_ANALYST,
    // The CLI's own tools are left out but for the one that has sub-agents.
    tools: ["Agent"],
    permissionMode: "bypassPermissions" as const,
    allowDangerouslySkipPermissions: true,
    // The person's own settings are not read, and nothing is left in their home.
    settingSources: [],
    persistSession: false,
  };
}

/** Reads what the CLI sends, until it exits. */
async function readMessages(
  query: Query,
  cli: CliProcess,
  received: { result?: SDKResultMessage },
): Promise<void> {
  for await (const message of query) {
    if (message.type === "result") received.result = message;
    if (message.type !== "system" || message.subtype !== "init") continue;
    const problem = versionProblem(message.claude_code_version, cli);
    if (problem === undefined) continue;
    await cli.end();
    throw problem;
  }
}

/** Interrupts the CLI, and ends it once it has stopped or the time is up. */
async function cancel(query: Query, cli: CliProcess): Promise<void> {
  const timer = setTimeout(() => void cli.end(), INTERRUPT_MS);
  await query.interrupt().catch(() => {});
  clearTimeout(timer);
  await cli.end();
}
