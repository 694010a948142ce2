import {
  cancelOnInterrupt,
  initTracing,
  type TokenBudget,
} from "@turnspan/turnspan";
import { runCommand } from "../../command_line/run_command.ts";
import metadata from "../../deno.json" with { type: "json" };
import type { AgentResult } from "../../runners/shared/agent_result.ts";
import type { Runner } from "../../runners/shared/runner.ts";
import { demoModel } from "../shared/demo_model.ts";
import { type AgentRequest, checkRequest } from "./_request.ts";
import { inWholeMs } from "./_in_whole_ms.ts";
import { runShown } from "../shared/run_shown.ts";
import { err, outAnswer, outJson, personsFolder } from "../shared/terminal.ts";
import { writeTrajectory } from "./_trajectory_file.ts";
import { trajectoryText } from "./trajectory_text.ts";
import { agentCommand, type AgentFlags } from "./command.ts";

/** Runs a runner's command to its end. */
export function agentMain(
  name: string,
  runner: Runner,
  args: readonly string[],
): Promise<number> {
  const command = agentCommand(name, runner.summary, runner.apis);
  return runCommand(command, args, async (flags, [question = ""]) => {
    const request = await checkRequest(runner, flags, question);
    return await run(name, runner, flags, request);
  });
}

async function run(
  name: string,
  runner: Runner,
  flags: AgentFlags,
  request: AgentRequest,
): Promise<number> {
  using interrupt = cancelOnInterrupt();
  const code = await traced(name, runner, flags, request, interrupt.signal);
  // Only here all has been flushed, which can be interrupted like the rest.
  return interrupt.exitCode ?? code;
}

/** Runs the agent, and flushes. */
async function traced(
  name: string,
  runner: Runner,
  flags: AgentFlags,
  request: AgentRequest,
  signal: AbortSignal,
): Promise<number> {
  await using _tracing = await initTracing(name, {
    serviceVersion: metadata.version,
    cwd: personsFolder(),
  });
  const result = await answer(runner, flags, request, signal);
  const written = await save(name, result, request.trajectoryFolder);
  print(name, result, flags);
  return result.error === undefined && written ? 0 : 1;
}

/** Writes the result to the folder, if there is one; that may fail. */
async function save(
  name: string,
  result: AgentResult,
  folder: string | undefined,
): Promise<boolean> {
  try {
    if (folder) await writeTrajectory(folder, result);
    return true;
  } catch (error) {
    err(`${name}: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

async function answer(
  runner: Runner,
  flags: AgentFlags,
  { question, model, mcp, isDemoPlant }: AgentRequest,
  signal: AbortSignal,
): Promise<AgentResult> {
  await using demo = model === "demo" ? await demoModel(runner) : undefined;
  if (isDemoPlant) {
    err("There is no mcp.json here, so the servers are the demo's.");
  }
  const result = await runShown(runner, question, {
    ...flags,
    model: demo?.endpoint ?? model as Exclude<typeof model, "demo">,
    mcp,
    budget: budgetOf(flags),
    signal,
  });
  return inWholeMs(result);
}

function budgetOf(
  { maxInputTokens, maxPromptTokens }: AgentFlags,
): TokenBudget {
  return {
    ...(maxInputTokens !== undefined && { inputTokens: maxInputTokens }),
    ...(maxPromptTokens !== undefined && { promptTokens: maxPromptTokens }),
  };
}

function print(
  name: string,
  result: AgentResult,
  { json, showTrajectory }: AgentFlags,
): void {
  if (showTrajectory) err(trajectoryText(result.trajectory));
  if (result.error !== undefined) err(`${name}: ${result.error.message}`);
  if (result.traceId !== undefined) err(`${name}: trace ${result.traceId}`);
  if (json) outJson(result);
  else if (result.error === undefined) outAnswer(result.answer);
}
