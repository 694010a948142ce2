import { budgetError } from "../../tracing/recorder/budget_error.ts";
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
import { ActiveAgent, activeAgent, isActive } from "./_active_agent.ts";
import type { Conversation } from "./_conversation.ts";
import { defined, fieldsOf, signalOf, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import {
  type Agent,
  nameOf,
  type Runner,
  type RunResult,
} from "./_framework.ts";
import { setAgentError } from "./_tool_failure.ts";
import { isAbort } from "./_observed_chat.ts";
import { modelName, UNNAMED_MODEL } from "./_watch_model.ts";

/** A run of the framework's that is about to begin. */
export interface RunInit {
  readonly runner: Runner;
  readonly agent: Agent;
  readonly signal: AbortSignal | undefined;
  /** What it belongs to; absent where that could not be read. */
  readonly conversation: Conversation | undefined;
  /** The framework's own `run`. */
  readonly run: () => Promise<RunResult>;
}

/** Resolves the promise that the program awaits. */
type Resolve = (result: RunResult) => void;

/** How the framework's loop ended. */
interface Outcome {
  readonly active: ActiveAgent;
  readonly signal: AbortSignal | undefined;
  /** Absent where it threw. */
  readonly result?: RunResult;
  /** What it threw, where it did. */
  readonly error?: unknown;
}

/** What a run is recorded as, and what is done at its end. */
interface Recording {
  readonly scope: AgentScope;
  /** Whether somebody else ends it, who may do so before the loop has ended. */
  readonly isAround?: boolean;
  /** Whether its model is known once a provider is asked for it. */
  readonly needsModel?: boolean;
  /** The agent that called the tool that it is in. */
  readonly around?: ActiveAgent | undefined;
  readonly onEnd: (outcome: Outcome) => void;
}

/**
 * Runs an agent and records it. The promise is resolved with a whole result once
 * all has ended, and with a streamed one while the run goes on.
 */
export function observeRun(init: RunInit): Promise<RunResult> {
  const recording = guarded(() => startRecording(init));
  if (recording === undefined) return init.run();
  const { promise, resolve, reject } = Promise.withResolvers<RunResult>();
  runToEnd(init, recording, resolve).then(resolve, reject);
  return promise;
}

/**
 * Decides what an agent's run is here: in a tool call, an agent of that call;
 * in a run whose agent is not running yet, that agent; anywhere else, such as
 * in a guardrail beside a running agent, a run of its own.
 */
function startRecording(init: RunInit): Recording {
  const call = currentToolCall();
  if (call !== undefined) return agentInCall(call, init);
  const scope = currentAgent();
  if (scope === undefined || isActive(scope)) return ownRun(init);
  return {
    scope,
    isAround: true,
    onEnd: () => {},
  };
}

/** Records an agent of a tool call. */
function agentInCall(
  call: ToolCall,
  { agent, signal }: RunInit,
): Recording {
  const scope = byAdapter(() => call.startAgent({ name: nameOf(agent) }));
  // Not only when the loop ends: the reader of a cancelled stream, and with it
  // the call, may go on before that.
  const cancel = () => {
    scope.fail(signal?.reason, "cancelled");
    scope.end();
  };
  if (signal?.aborted) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });
  return {
    scope,
    around: activeAgent(),
    onEnd: (outcome) => {
      signal?.removeEventListener("abort", cancel);
      if (outcome.result === undefined) setAgentError(call, outcome.error);
      endScope(scope, outcome);
    },
  };
}

/**
 * Runs the loop to its end, that of its stream included, and records it then and
 * there: whoever reads the stream goes on next.
 */
async function runToEnd(
  { agent, run, signal, conversation }: RunInit,
  { scope, onEnd, isAround = false, needsModel = false, around }: Recording,
  resolve: Resolve,
): Promise<RunResult> {
  const active = new ActiveAgent(
    scope,
    guarded(() => nameOf(agent)) ?? "agent",
  );
  active.needsModel = needsModel;
  guarded(() => conversation && active.converse(conversation, around));
  const ended = (outcome: Pick<Outcome, "result" | "error">) => {
    active.stop();
    guarded(() => onEnd({ active, signal, ...outcome }));
  };
  try {
    const result = await active.in(run);
    const completed = guarded(() => fieldsOf(result).completed);
    if (completed !== undefined) {
      if (isAround) guarded(() => giveUpWhenLeft(active, result));
      resolve(result);
      await completed;
    }
    ended({ result });
    return result;
  } catch (error) {
    ended({ error });
    throw budgetError() ?? error;
  }
}

function ownRun({ runner, agent, signal }: RunInit): Recording {
  const model = modelName(agent.model) ?? modelName(runner.config?.model);
  const run = byAdapter(() =>
    startRun({
      runner: "openai_agents",
      agentName: nameOf(agent),
      model: model ?? UNNAMED_MODEL,
      ...defined({ signal }),
    })
  );
  return {
    scope: run,
    needsModel: model === undefined,
    onEnd: (outcome) => {
      guarded(() => recordAnswer(run, outcome));
      endScope(run, outcome);
    },
  };
}

/** Cancels what is open as soon as the reader of a streamed run leaves it. */
function giveUpWhenLeft(active: ActiveAgent, result: RunResult): void {
  const left = signalOf(result._getAbortSignal?.());
  left?.addEventListener("abort", () => guarded(() => active.giveUp()), {
    once: true,
  });
}

/** Ends a scope that was opened for the loop. */
function endScope(scope: AgentScope, outcome: Outcome): void {
  const { active, result, error } = outcome;
  if (isGivenUp(outcome)) {
    scope.fail(active.cancelReason, "cancelled");
  } else if (result === undefined) {
    scope.fail(error, isTurnLimit(error) ? "max_turns" : undefined);
  }
  scope.end();
}

/** Whether the program reads no further, or has aborted the run. */
function isGivenUp({ result, error, signal }: Outcome): boolean {
  return result === undefined
    ? isAbort(error) && signal?.aborted === true
    : fieldsOf(result).cancelled === true;
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
