import {
  type AgentRun,
  type Context,
  type Failure,
  type TokenBudget,
  traceRun,
} from "@turnspan/turnspan";
import { type McpConfig, McpPool } from "@turnspan/turnspan/mcp";
import type { AgentResult } from "./agent_result.ts";
import type { ModelEndpoint } from "./model.ts";
import type { Drive, Runner } from "./runner.ts";

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
  /** How many tokens the run may use. */
  readonly budget?: TokenBudget;
  /**
   * The id of the run.
   *
   * @default {crypto.randomUUID()}
   */
  readonly runId?: string;
  /** The id of the scenario that the run belongs to. */
  readonly scenarioId?: string;
  /** The id of the conversation, which is a LiteLLM proxy's session as well. */
  readonly conversationId?: string;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /**
   * Where the run's parent span is read from.
   *
   * @default {the active OpenTelemetry context}
   */
  readonly parent?: Context;
  /** Called with each line that an MCP server of the run writes on stderr. */
  readonly onStderr?: (server: string, line: string) => void;
  /** Called where a server of the run has not answered for some seconds. */
  readonly onSilence?: (server: string, request: string) => void;
  /** Called as soon as the run has begun, to show how it goes on. */
  readonly onStart?: (run: AgentRun) => void;
}

/**
 * Answers a question with a runner, as one traced run. A run that fails does
 * not reject: its error is in the result.
 *
 * @param runner The runner.
 * @param question The question.
 * @param options Where the model and the servers are, and the limits.
 * @returns The answer or the error, the usage and the trajectory.
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
      // The result is the same with tracing on and off.
      readRequests: true,
      ...pick(options, "runId", "scenarioId", "conversationId"),
      ...pick(options, "budget", "signal", "parent"),
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
  return agentResult(runner, run, { question, answer }, options);
}

async function withPool(
  drive: Drive,
  run: AgentRun,
  question: string,
  options: RunAgentOptions,
): Promise<string> {
  const { mcp, maxTurns = 30, conversationId: sessionId } = options;
  const model = { ...options.model, ...pick({ sessionId }, "sessionId") };
  // The run's own aborts at its budget too.
  const signal = run.signal ?? new AbortController().signal;
  // Not every framework looks at a signal that has aborted before.
  signal.throwIfAborted();
  const answer = (pool: McpPool): Promise<string> =>
    drive(run, question, { model, pool, maxTurns, signal });
  // A pool that is made here is closed here.
  if (mcp instanceof McpPool) return await answer(mcp);
  await using pool = await McpPool.open(mcp, {
    run,
    signal,
    ...pick(options, "onStderr", "onSilence"),
  });
  return await answer(pool);
}

function agentResult(
  runner: Runner,
  run: AgentRun,
  { question, answer }: Pick<AgentResult, "question" | "answer">,
  options: RunAgentOptions,
): AgentResult {
  const { error, runId, usage, promptSources, trajectory } = run;
  return {
    question,
    answer: error === undefined ? answer : "",
    ...pick({ error: withFlag(run.error) }, "error"),
    runner: runner.name,
    runId,
    ...pick(options, "scenarioId"),
    ...pick(run, "traceId"),
    model: options.model.id,
    durationMs: Math.round(run.durationMs),
    usage: { inputTokens: 0, outputTokens: 0, ...usage },
    ...(promptSources.length > 0 && { promptSources }),
    trajectory,
  };
}

/** What a person can raise is a flag, and not the option of a call. */
function withFlag(error: Failure | undefined): Failure | undefined {
  if (error?.type !== "token_budget") return error;
  const message = error.message
    .replace("raise budget.inputTokens", "raise --max-input-tokens")
    .replace("raise budget.promptTokens", "raise --max-prompt-tokens");
  return { ...error, message };
}

/** The given members, without those that are `undefined`. */
function pick<T extends object, K extends keyof T>(
  from: T,
  ...keys: K[]
): { [_ in K]?: Exclude<T[_], undefined> } {
  const known = keys.filter((key) => from[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, from[key]])) as ReturnType<
    typeof pick<T, K>
  >;
}
