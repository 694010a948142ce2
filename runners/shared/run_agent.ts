import { type AgentRun, type Context, traceRun } from "@turnspan/turnspan";
import { type McpConfig, McpPool } from "@turnspan/turnspan/mcp";
import type { AgentResult } from "./agent_result.ts";
import type { ModelEndpoint } from "./model.ts";
import type { Drive, DriveOptions, Runner } from "./runner.ts";

/** Options for {@linkcode runAgent}. */
export interface RunAgentOptions {
  /** The model and where it is. */
  readonly model: ModelEndpoint;
  /** The MCP servers to start for this run, or a pool that others share. */
  readonly mcp: McpConfig | McpPool;
  /**
   * How many turns the main agent may take.
   *
   * @default {30}
   */
  readonly maxTurns?: number;
  /**
   * The id of the run.
   *
   * @default {crypto.randomUUID()}
   */
  readonly runId?: string;
  /** The id of the scenario that the run belongs to. */
  readonly scenarioId?: string;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /**
   * Where the run's parent span is read from.
   *
   * @default {the active OpenTelemetry context}
   */
  readonly parent?: Context;
  /** Hears each line that an MCP server of the run writes on stderr. */
  readonly onStderr?: (server: string, line: string) => void;
  /** Hears of the run as soon as it has begun, to show how it goes on. */
  readonly onStart?: (run: AgentRun) => void;
}

/**
 * Answers a question with a runner, as one traced run. A run that fails does
 * not reject: its error is in the result.
 *
 * @param runner The runner.
 * @param question The question.
 * @param options Where the model and the servers are, and the limits.
 * @returns What came of it.
 * @throws {TypeError} If the runner's framework is of a version that cannot be
 * used; nothing was started.
 */
export async function runAgent(
  runner: Runner,
  question: string,
  options: RunAgentOptions,
): Promise<AgentResult> {
  const { model, onStart } = options;
  const drive = await runner.load(options.model.api);
  let run!: AgentRun;
  let answer = "";
  try {
    answer = await traceRun({
      runner: runner.name,
      model: model.name,
      provider: model.provider,
      ...pick(options, "runId", "scenarioId", "signal", "parent"),
    }, async (started) => {
      run = started;
      onStart?.(run);
      const text = await withPool(drive, run, question, options);
      run.answer(text);
      return text;
    });
  } catch {
    // The run keeps what it failed by: the trace and the result agree.
  }
  return agentResult(runner, run, answer, options);
}

async function withPool(
  drive: Drive,
  run: AgentRun,
  question: string,
  options: RunAgentOptions,
): Promise<string> {
  const { model, mcp, maxTurns = 30 } = options;
  const signal = options.signal ?? new AbortController().signal;
  const go = (pool: McpPool): Promise<string> => {
    const driveOptions: DriveOptions = { model, pool, maxTurns, signal };
    return drive(run, question, driveOptions);
  };
  // Whoever makes the pool owns it.
  if (mcp instanceof McpPool) return await go(mcp);
  await using pool = await McpPool.open(mcp, {
    run,
    signal,
    ...pick(options, "onStderr"),
  });
  return await go(pool);
}

function agentResult(
  runner: Runner,
  run: AgentRun,
  answer: string,
  { model, scenarioId }: RunAgentOptions,
): AgentResult {
  const { error, traceId, usage, trajectory } = run;
  return {
    answer: error === undefined ? answer : "",
    ...(error === undefined ? {} : { error }),
    runner: runner.name,
    runId: run.runId,
    ...(scenarioId === undefined ? {} : { scenarioId }),
    ...(traceId === undefined ? {} : { traceId }),
    model: model.id,
    durationMs: Math.round(run.durationMs),
    usage: { inputTokens: 0, outputTokens: 0, ...usage },
    trajectory,
  };
}

/** The given members, without those that are `undefined`. */
function pick<T extends object, K extends keyof T>(
  from: T,
  ...keys: K[]
): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [
      key,
      from[key],
    ]),
  ) as Pick<T, K>;
}
