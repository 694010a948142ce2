import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import {
  currentAgent,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { startRun } from "../../tracing/recorder/start_run.ts";
import type {
  AgentRun,
  AgentScope,
  ToolCall,
} from "../../tracing/recorder/types.ts";
import { ActiveAgent, isActive } from "./_active_agent.ts";
import { defined, fieldsOf, signalOf, textOf } from "../shared/fields.ts";
import {
  type Agent,
  nameOf,
  type Runner,
  type RunOptions,
  type RunResult,
} from "./_framework.ts";
import { setAgentError } from "./_tool_failure.ts";
import { modelName, UNNAMED_MODEL } from "./_watch_model.ts";

/** A run of the framework's that is about to begin. */
export interface RunInit {
  readonly runner: Runner;
  readonly agent: Agent;
  readonly options: RunOptions;
  /** The framework's own `run`. */
  readonly run: () => Promise<RunResult>;
}

/** Resolves the promise that the program awaits. */
type Resolve = (result: RunResult) => void;

/** How the framework's loop ended. */
interface Outcome {
  readonly active: ActiveAgent;
  /** Absent where it threw. */
  readonly result?: RunResult;
  /** What it threw, where it did. */
  readonly error?: unknown;
}

/**
 * Runs an agent and records it. The promise is resolved with a whole result once
 * all has ended, and with a streamed one while the run goes on.
 */
export function observeRun(init: RunInit): Promise<RunResult> {
  const { promise, resolve, reject } = Promise.withResolvers<RunResult>();
  recordedRun(init, resolve).then(resolve, reject);
  return promise;
}

/**
 * Decides what an agent's run is here: in a tool call, an agent of that call;
 * in a run whose agent is not running yet, that agent; anywhere else, such as
 * in a guardrail beside a running agent, a run of its own.
 */
function recordedRun(init: RunInit, resolve: Resolve): Promise<RunResult> {
  const call = currentToolCall();
  if (call !== undefined) return runInCall(call, init, resolve);
  const scope = currentAgent();
  return scope === undefined || isActive(scope)
    ? ownRun(init, resolve)
    : runToEnd(init, scope, resolve, () => {});
}

/** Runs an agent of a tool call. */
function runInCall(
  call: ToolCall,
  init: RunInit,
  resolve: Resolve,
): Promise<RunResult> {
  const { agent, options: { signal } } = init;
  const scope = byAdapter(() => call.startAgent({ name: nameOf(agent) }));
  // Not only when the loop ends: the reader of a cancelled stream, and with it
  // the call, may go on before that.
  const cancel = () => {
    scope.fail(signal?.reason, "cancelled");
    scope.end();
  };
  if (signal?.aborted) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });
  return runToEnd(init, scope, resolve, (outcome) => {
    signal?.removeEventListener("abort", cancel);
    if (outcome.result === undefined) setAgentError(call, outcome.error);
    endScope(scope, outcome);
  });
}

/**
 * Runs the loop to its end, that of its stream included, and calls `onEnd` then
 * and there: whoever reads the stream goes on next.
 */
async function runToEnd(
  { agent, run }: RunInit,
  scope: AgentScope,
  resolve: Resolve,
  onEnd: (outcome: Outcome) => void,
): Promise<RunResult> {
  const active = new ActiveAgent(scope, nameOf(agent));
  try {
    const result = await active.in(run);
    if (result.completed !== undefined) {
      resolve(result);
      await result.completed;
    }
    active.stop();
    onEnd({ active, result });
    return result;
  } catch (error) {
    active.stop();
    onEnd({ active, error });
    throw error;
  }
}

function ownRun(init: RunInit, resolve: Resolve): Promise<RunResult> {
  const { runner, agent, options: { signal } } = init;
  const model = modelName(agent.model) ?? modelName(runner.config?.model);
  const run = byAdapter(() =>
    startRun({
      runner: "openai_agents",
      agentName: nameOf(agent),
      model: model ?? UNNAMED_MODEL,
      ...defined({ signal: signalOf(signal) }),
    })
  );
  return runToEnd(init, run, resolve, (outcome) => {
    // A default model is known once its provider is asked for it.
    if (model === undefined && outcome.active.model !== undefined) {
      run.setAttribute("gen_ai.request.model", outcome.active.model);
    }
    recordAnswer(run, outcome);
    endScope(run, outcome);
  });
}

/** Ends a scope that was opened for the loop. */
function endScope(
  scope: AgentScope,
  { active, result, error }: Outcome,
): void {
  if (result?.cancelled) {
    scope.fail(active.cancelReason, "cancelled");
  } else if (result === undefined) {
    scope.fail(error, isTurnLimit(error) ? "max_turns" : undefined);
  }
  scope.end();
}

/** By name: the class is that of the user's version. */
function isTurnLimit(error: unknown): boolean {
  return fieldsOf(error).name === "MaxTurnsExceededError";
}

/** Records the answer as a text, before a schema makes an object of it. */
function recordAnswer(run: AgentRun, { result }: Outcome): void {
  const answer = textOf(result?.state?._currentStep?.output);
  if (answer !== undefined) run.answer(answer);
}
