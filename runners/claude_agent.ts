import {
  mcpServers,
  modelFailure,
  traceQuery,
} from "@turnspan/turnspan/claude-agent";
import type { AgentRun } from "@turnspan/turnspan";
import type { SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import { CliProcess } from "./claude_agent/_cli_process.ts";
import { cliEnvironment } from "./claude_agent/_environment.ts";
import { DATA_ANALYST, INSTRUCTIONS } from "./claude_agent/_prompts.ts";
import { MaxTurnsError } from "./max_turns_error.ts";
import { explainModelError } from "./model_error.ts";
import { modelFetch } from "./model_fetch.ts";
import type { DriveOptions, Runner } from "./runner.ts";

/**
 * Lets the model choose the tools, turn by turn, and hand work to sub-agents, in
 * the loop of the Claude CLI.
 */
export const claudeAgent: Runner = {
  name: "claude_agent",
  summary:
    "chooses its tools turn by turn and has sub-agents, with the Claude CLI",
  apis: ["messages"],
  async load() {
    const sdk = await import("@anthropic-ai/claude-agent-sdk");
    return (run, question, options) => answer(sdk, run, question, options);
  },
};

type Sdk = typeof import("@anthropic-ai/claude-agent-sdk");

/** Milliseconds that the CLI has to take an interrupt in. */
const INTERRUPT_MS = 300;

async function answer(
  sdk: Sdk,
  run: AgentRun,
  question: string,
  { model, pool, maxTurns, signal }: DriveOptions,
): Promise<string> {
  await using home = await cliEnvironment(model);
  await using cli = new CliProcess();
  const query = traceQuery(sdk.query, { fetch: modelFetch(model) })({
    prompt: question,
    options: {
      model: model.name,
      systemPrompt: INSTRUCTIONS,
      maxTurns,
      mcpServers: mcpServers(pool),
      agents: DATA_ANALYST,
      // The CLI's own tools are left out but for the one that has sub-agents.
      tools: ["Agent"],
      permissionMode: "bypassPermissions",
      allowDangerouslySkipPermissions: true,
      // Nothing of the person's own settings, and no trace of it in their home.
      settingSources: [],
      persistSession: false,
      env: home.env,
      cwd: home.cwd,
      spawnClaudeCodeProcess: cli.spawn,
    },
  });
  const cancel = async () => {
    const late = setTimeout(() => cli.end(), INTERRUPT_MS);
    await query.interrupt().catch(() => {});
    clearTimeout(late);
    await cli.end();
  };
  const onAbort = () => void cancel();
  signal.addEventListener("abort", onAbort, { once: true });
  let result: SDKResultMessage | undefined;
  try {
    // To the end: the CLI leaves once it has said its last.
    for await (const message of query) {
      if (message.type === "result") result = message;
    }
    if (result?.subtype === "success" && !result.is_error) return result.result;
    throw new Error("The CLI ended without a result");
  } catch (error) {
    signal.throwIfAborted();
    if (result?.subtype === "error_max_turns") {
      const reached = new MaxTurnsError(maxTurns);
      run.fail(reached, "max_turns");
      throw reached;
    }
    throw explainModelError(modelFailure(query) ?? error, model);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
