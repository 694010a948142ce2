import { cancelOnInterrupt, initTracing } from "@turnspan/turnspan";
import metadata from "../deno.json" with { type: "json" };
import type { AgentResult } from "../runners/agent_result.ts";
import type { Runner } from "../runners/runner.ts";
import { demoModel } from "./_demo_model.ts";
import { exitCodeOf } from "./_exit_code.ts";
import { agentCommand, type CommandOptions } from "./_options.ts";
import { parse } from "./_parse.ts";
import { type AgentRequest, checkRequest } from "./_request.ts";
import { runShown } from "./_run_shown.ts";
import { err, out, personsFolder } from "./_terminal.ts";
import { writeTrajectory } from "./_trajectory_file.ts";
import { trajectoryText } from "./_trajectory_text.ts";

/**
 * Runs a runner's command to its end.
 *
 * @param name The command's name, which is also the service's.
 * @param runner The runner.
 * @param args The command line.
 * @returns The exit code.
 */
export function agentMain(
  name: string,
  runner: Runner,
  args: readonly string[],
): Promise<number> {
  return exitCodeOf(name, async () => {
    const options = parse<CommandOptions>(agentCommand(name, runner), args);
    if (options === undefined) return 0;
    const request = await checkRequest(runner, options);
    return await run(name, runner, options, request);
  });
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
  return await runShown(runner, question, {
    model: demo?.endpoint ?? model as Exclude<typeof model, "demo">,
    mcp,
    maxTurns,
    ...(runId === undefined ? {} : { runId }),
    ...(scenarioId === undefined ? {} : { scenarioId }),
    signal,
    verbose,
  });
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
