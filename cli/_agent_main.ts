import {
  cancelOnInterrupt,
  environmentContext,
  initTracing,
} from "@turnspan/turnspan";
import metadata from "../deno.json" with { type: "json" };
import type { AgentResult } from "../runners/agent_result.ts";
import { runAgent } from "../runners/run_agent.ts";
import type { Runner } from "../runners/runner.ts";
import { demoModel } from "./_demo_model.ts";
import { agentCommand, type CommandOptions } from "./_options.ts";
import { parse } from "./_parse.ts";
import { Progress } from "./_progress.ts";
import { type AgentRequest, checkRequest } from "./_request.ts";
import { err, out, personsFolder } from "./_terminal.ts";
import { writeTrajectory } from "./_trajectory_file.ts";
import { trajectoryText } from "./_trajectory_text.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * Runs a runner's command to its end.
 *
 * @param name The command's name, which is also the service's.
 * @param runner The runner.
 * @param args The command line.
 * @returns The exit code.
 */
export async function agentMain(
  name: string,
  runner: Runner,
  args: readonly string[],
): Promise<number> {
  try {
    const options = parse<CommandOptions>(agentCommand(name, runner), args);
    if (options === undefined) return 0;
    const request = await checkRequest(runner, options);
    return await run(name, runner, options, request);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`${name}: ${error.message}`);
    return 2;
  }
}

async function run(
  name: string,
  runner: Runner,
  options: CommandOptions,
  request: AgentRequest,
): Promise<number> {
  // Before tracing, and so given up after it: the flush can be interrupted.
  using interrupt = cancelOnInterrupt();
  await using _tracing = await initTracing(name, {
    serviceVersion: metadata.version,
    cwd: personsFolder(),
  });
  const result = await answer(runner, options, request, interrupt.signal);
  const written = await keep(name, result, request.trajectoryFolder);
  print(name, result, options);
  const answered = result.error === undefined;
  return interrupt.exitCode ?? (answered && written ? 0 : 1);
}

/** Writes the result where it was asked for. The answer is printed anyhow. */
async function keep(
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
  options: CommandOptions,
  { question, model, mcp }: AgentRequest,
  signal: AbortSignal,
): Promise<AgentResult> {
  await using demo = model === "demo" ? await demoModel(runner) : undefined;
  const { maxTurns, runId, scenarioId, verbose } = options;
  let progress: Progress | undefined;
  try {
    return await runAgent(runner, question, {
      model: demo?.endpoint ?? model as Exclude<typeof model, "demo">,
      mcp,
      maxTurns,
      ...(runId === undefined ? {} : { runId }),
      ...(scenarioId === undefined ? {} : { scenarioId }),
      signal,
      ...(verbose
        ? { onStderr: (server, line) => err(`${server}: ${line}`) }
        : {}),
      // A command that was started inside somebody's trace joins it.
      parent: environmentContext(),
      onStart: (run) => progress = new Progress(run, { verbose }),
    });
  } finally {
    progress?.[Symbol.dispose]();
  }
}

function print(
  name: string,
  result: AgentResult,
  { json, showTrajectory }: CommandOptions,
): void {
  if (showTrajectory) err(trajectoryText(result.trajectory));
  if (result.error !== undefined) err(`${name}: ${result.error.message}`);
  if (result.traceId !== undefined) err(`${name}: trace ${result.traceId}`);
  if (json) out(JSON.stringify(result));
  else if (result.error === undefined) out(result.answer);
}
