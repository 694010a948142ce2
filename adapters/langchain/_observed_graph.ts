import {
  currentAgent,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { traceRun } from "../../tracing/recorder/run.ts";
import type {
  AgentRun,
  AgentScope,
  RunOptions,
} from "../../tracing/recorder/types.ts";
import { agentsIn } from "./_agents_in_call.ts";
import { textOf } from "../shared/fields.ts";
import type { AgentOptions, Graph } from "./_framework.ts";
import { causes, isBubbleUp, isLimit } from "./_errors.ts";
import { loopOf } from "./_loop.ts";
import { modelName, modelProvider, UNNAMED_MODEL } from "./_model_name.ts";

/** Where an agent is at work, and how that is to end. */
interface Place {
  readonly scope: AgentScope;
  /** The agent has ended, failed by `error` where there is one. */
  end(failure?: Failure): void;
}

/** What an agent failed by. */
interface Failure {
  readonly error: unknown;
  readonly type?: string;
}

/** Scopes in which an agent is at work. */
const active = new WeakSet<AgentScope>();

/** Limits that an agent inside has reached: they are not its caller's. */
const reached = new WeakSet<object>();

/** Observes every run of an agent's graph, whichever way it is run. */
export function observeGraph(graph: Graph, options: AgentOptions): void {
  const run = graph._streamIterator;
  graph._streamIterator = (input, config) =>
    observed(options, config?.signal, () => run.call(graph, input, config));
}

async function* observed(
  options: AgentOptions,
  signal: AbortSignal | undefined,
  start: () => AsyncGenerator<unknown, unknown, unknown>,
): AsyncGenerator<unknown, unknown, unknown> {
  const place = placeFor(options, signal);
  const { scope } = place;
  // A run that is resumed begins with its tools.
  loopOf(scope);
  const stream = scope.in(start);
  let left: Failure | undefined = { error: notRead(), type: "cancelled" };
  active.add(scope);
  try {
    while (true) {
      const step = await scope.in(() => stream.next());
      if (step.done) {
        left = undefined;
        return step.value;
      }
      yield step.value;
    }
  } catch (error) {
    left = failureOf(error, signal);
    throw error;
  } finally {
    // Where it was not read to its end.
    await scope.in(() => stream.return(undefined));
    active.delete(scope);
    place.end(left);
  }
}

/**
 * What an agent's run is here: in a tool call, an agent of that call; in a run
 * whose agent is not at work, that agent; anywhere else, a run of its own.
 */
function placeFor(
  options: AgentOptions,
  signal: AbortSignal | undefined,
): Place {
  const name = textOf(options.name);
  const call = currentToolCall();
  if (call !== undefined) {
    return owned(agentsIn(call).start(name), signal);
  }
  const agent = currentAgent();
  if (agent === undefined || active.has(agent)) return ownRun(options, signal);
  loopOf(agent).name = name;
  return { scope: agent, end: () => {} };
}

/**
 * The agent of a call ends where it is given up: the framework goes on for a
 * while, and nobody waits for it. A run hears of its signal itself.
 */
function owned(scope: AgentScope, signal?: AbortSignal): Place {
  const end = (failure?: Failure): void => {
    signal?.removeEventListener("abort", giveUp);
    if (failure !== undefined) scope.fail(failure.error, failure.type);
    scope.end();
  };
  const giveUp = (): void => end({ error: signal?.reason, type: "cancelled" });
  signal?.addEventListener("abort", giveUp);
  return { scope, end };
}

function ownRun(
  options: AgentOptions,
  signal: AbortSignal | undefined,
): Place {
  const run = openRun({
    runner: runnerName(options),
    model: modelName(options.model) ?? UNNAMED_MODEL,
    provider: modelProvider(options.model),
    ...agentName(options),
    ...(signal === undefined ? {} : { signal }),
  });
  const { scope, end } = owned(run);
  return {
    scope,
    end(failure) {
      if (failure === undefined) run.answer(loopOf(run).answer);
      end(failure);
    },
  };
}

/** A run that is open until its scope is ended. */
function openRun(options: RunOptions): AgentRun {
  let run!: AgentRun;
  traceRun(options, (opened) => {
    run = opened;
    return new Promise<never>(() => {});
  });
  return run;
}

function agentName({ name }: AgentOptions): Pick<RunOptions, "agentName"> {
  const text = textOf(name);
  return text === undefined ? {} : { agentName: text };
}

/** By the middleware that makes an agent a deep one. */
function runnerName({ middleware = [] }: AgentOptions): string {
  return middleware.some(({ name }) => name === "subAgentMiddleware")
    ? "deepagents"
    : "langchain";
}

function notRead(): DOMException {
  return new DOMException("The stream was not read to its end", "AbortError");
}

function failureOf(
  error: unknown,
  signal: AbortSignal | undefined,
): Failure | undefined {
  if (isBubbleUp(error)) return undefined;
  if (signal?.aborted) return { error, type: "cancelled" };
  const chain = causes(error);
  if (!isLimit(error) || chain.some((link) => reached.has(link))) {
    return { error };
  }
  reached.add(error);
  return { error, type: "max_turns" };
}
