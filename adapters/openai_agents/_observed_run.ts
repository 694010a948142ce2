import {
  currentAgent,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { traceRun } from "../../tracing/recorder/run.ts";
import type {
  AgentRun,
  AgentScope,
  ToolCall,
} from "../../tracing/recorder/types.ts";
import { ActiveAgent, isActive } from "./_active_agent.ts";
import { fieldsOf, textOf } from "../shared/fields.ts";
import {
  type Agent,
  nameOf,
  type Runner,
  type RunOptions,
  type RunResult,
} from "./_framework.ts";
import { agentFailedIn } from "./_told_failure.ts";
import { modelName, UNNAMED_MODEL } from "./_watch_model.ts";

/** A run of the framework's that is about to begin. */
export interface RunInit {
  readonly runner: Runner;
  readonly agent: Agent;
  readonly options: RunOptions;
  /** The framework's own `run`. */
  readonly run: () => Promise<RunResult>;
}

/** Gives the framework's result on, to who waits for it. */
type Give = (result: RunResult) => void;

/** What the framework's loop came to. */
interface Outcome {
  readonly active: ActiveAgent;
  /** Absent where it threw. */
  readonly result?: RunResult;
  /** What it threw, where it did. */
  readonly error?: unknown;
}

/**
 * Runs an agent as what it is here: in a tool call, an agent of that call; in
 * a run whose agent is not at work, that agent; anywhere else, a run of its
 * own. That is so in a guardrail, too, which works beside its agent.
 */
export function observeRun(init: RunInit): Promise<RunResult> {
  const call = currentToolCall();
  const scope = currentAgent();
  return asSoonAsGiven((give) => {
    if (call !== undefined) return agentIn(call, init, give);
    if (scope !== undefined && !isActive(scope)) {
      return follow(init, scope, give, () => {});
    }
    return ownRun(init, give);
  });
}

/** Runs an agent of a tool call. */
function agentIn(
  call: ToolCall,
  init: RunInit,
  give: Give,
): Promise<RunResult> {
  const { agent, options: { signal } } = init;
  const scope = call.startAgent(nameOf(agent));
  // At once: a stream that is cancelled has ended for its reader, and the call
  // may go on, before the loop comes to its end.
  const cancel = () => {
    scope.fail(signal?.reason, "cancelled");
    scope.end();
  };
  signal?.addEventListener("abort", cancel, { once: true });
  return follow(init, scope, give, (outcome) => {
    signal?.removeEventListener("abort", cancel);
    if (outcome.result === undefined) agentFailedIn(call, outcome.error);
    end(scope, outcome);
  });
}

/**
 * A whole result is given when all has ended; a streamed one while the run
 * still goes on.
 */
function asSoonAsGiven(
  observe: (give: Give) => Promise<RunResult>,
): Promise<RunResult> {
  const { promise, resolve, reject } = Promise.withResolvers<RunResult>();
  observe(resolve).then(resolve, reject);
  return promise;
}

/**
 * Runs the loop to its very end, that of its stream included. What is to be
 * done then is done at once: who reads the stream may go on next.
 */
async function follow(
  { agent, run }: RunInit,
  scope: AgentScope,
  give: Give,
  ended: (outcome: Outcome) => void,
): Promise<RunResult> {
  const active = new ActiveAgent(scope, nameOf(agent));
  try {
    const result = await active.in(run);
    if (result.completed !== undefined) {
      give(result);
      await result.completed;
    }
    active.stop();
    ended({ active, result });
    return result;
  } catch (error) {
    active.stop();
    ended({ active, error });
    throw error;
  }
}

function ownRun(init: RunInit, give: Give): Promise<RunResult> {
  const { runner, agent, options: { signal } } = init;
  const model = modelName(agent.model) ?? modelName(runner.config?.model);
  return traceRun({
    runner: "openai_agents",
    agentName: nameOf(agent),
    model: model ?? UNNAMED_MODEL,
    ...(signal === undefined ? {} : { signal }),
  }, (run) =>
    follow(init, run, give, (outcome) => {
      // The default is known to the one who provides it.
      if (model === undefined && outcome.active.model !== undefined) {
        run.setAttribute("gen_ai.request.model", outcome.active.model);
      }
      tellAnswer(run, outcome);
      end(run, outcome);
    }));
}

/** Ends a scope that is the loop's own. */
function end(
  scope: AgentScope,
  { active, result, error }: Outcome,
): void {
  if (result?.cancelled) {
    scope.fail(active.givenUp, "cancelled");
  } else if (result === undefined) {
    scope.fail(error, isTurnLimit(error) ? "max_turns" : undefined);
  }
  scope.end();
}

/** By name: the class is that of the user's version. */
function isTurnLimit(error: unknown): boolean {
  return fieldsOf(error).name === "MaxTurnsExceededError";
}

/** The answer as it is before a schema makes an object of it. */
function tellAnswer(run: AgentRun, { result }: Outcome): void {
  const answer = textOf(result?.state?._currentStep?.output);
  if (answer !== undefined) run.answer(answer);
}
