import {
  currentAgent,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { startRun } from "../../tracing/recorder/start_run.ts";
import type { AgentScope } from "../../tracing/recorder/types.ts";
import { agentsIn } from "./_agents_in_call.ts";
import { causes } from "../../tracing/privacy/failure.ts";
import { defined, signalOf, textOf } from "../shared/fields.ts";
import type { AgentOptions, Graph } from "./_framework.ts";
import { isBubbleUp, isStepLimit } from "./_errors.ts";
import { loopOf } from "./_loop.ts";
import { modelName, modelProvider, UNNAMED_MODEL } from "./_model_name.ts";

/** What a run of an agent is recorded as, and how that ends. */
interface Recording {
  readonly scope: AgentScope;
  /** Ends it: as failed, where there is a failure. */
  end(failure?: Failure): void;
}

/** How an agent failed. */
interface Failure {
  readonly error: unknown;
  /** The value of `error.type`, where it is not the error's own. */
  readonly type?: string;
}

type Stream = AsyncGenerator<unknown, unknown, unknown>;

/** Scopes in which an agent is running. */
const running = new WeakSet<AgentScope>();

/** Errors of a step limit that is recorded for its agent, not those around it. */
const recordedLimits = new WeakSet<Error>();

/** Records every run of an agent's graph, whichever way it is run. */
export function observeGraph(graph: Graph, options: AgentOptions): void {
  const run = graph._streamIterator;
  graph._streamIterator = (input, config) =>
    recorded(
      options,
      signalOf(config?.signal),
      () => run.call(graph, input, config),
    );
}

/** Runs a graph as far as its stream is read, and records that run. */
async function* recorded(
  options: AgentOptions,
  signal: AbortSignal | undefined,
  start: () => Stream,
): Stream {
  const recording = startRecording(options, signal);
  const { scope } = recording;
  // A run that is resumed begins with its tools, which look the loop up.
  loopOf(scope);
  const stream = scope.in(start);
  // It stays so where whoever reads the stream stops early.
  let failure: Failure | undefined = { error: notRead(), type: "cancelled" };
  running.add(scope);
  try {
    const result = yield* readInside(scope, stream);
    failure = undefined;
    return result;
  } catch (error) {
    failure = failureOf(error, signal);
    throw error;
  } finally {
    running.delete(scope);
    recording.end(failure);
  }
}

/** Reads a stream, each step inside of the scope, and closes it. */
async function* readInside(scope: AgentScope, stream: Stream): Stream {
  try {
    while (true) {
      const step = await scope.in(() => stream.next());
      if (step.done) return step.value;
      yield step.value;
    }
  } finally {
    await scope.in(() => stream.return(undefined));
  }
}

/**
 * Decides what an agent's run is here: in a tool call, an agent of that call;
 * in a run whose agent is not running yet, that agent; anywhere else, a run of
 * its own.
 */
function startRecording(
  options: AgentOptions,
  signal: AbortSignal | undefined,
): Recording {
  const name = textOf(options.name);
  const call = currentToolCall();
  if (call !== undefined) return inCall(agentsIn(call).start(name), signal);
  const agent = currentAgent();
  if (agent === undefined || running.has(agent)) return ownRun(options, signal);
  loopOf(agent).name = name;
  // Whoever opened that run ends it.
  return { scope: agent, end: () => {} };
}

/**
 * An agent in a call ends as soon as the call is aborted: the framework goes
 * on for a while, and nobody waits for it.
 */
function inCall(scope: AgentScope, signal: AbortSignal | undefined): Recording {
  const end = (failure?: Failure): void => {
    signal?.removeEventListener("abort", onAbort);
    endScope(scope, failure);
  };
  const onAbort = (): void => end({ error: signal?.reason, type: "cancelled" });
  if (signal?.aborted) onAbort();
  else signal?.addEventListener("abort", onAbort);
  return { scope, end };
}

/** A run of its own. It is given the signal, and ends by itself on an abort. */
function ownRun(
  options: AgentOptions,
  signal: AbortSignal | undefined,
): Recording {
  const run = byAdapter(() =>
    startRun({
      runner: runnerName(options),
      model: modelName(options.model) ?? UNNAMED_MODEL,
      provider: modelProvider(options.model),
      ...defined({ agentName: textOf(options.name), signal }),
    })
  );
  return {
    scope: run,
    end(failure) {
      if (failure === undefined) run.answer(loopOf(run).answer);
      endScope(run, failure);
    },
  };
}

function endScope(scope: AgentScope, failure: Failure | undefined): void {
  if (failure !== undefined) scope.fail(failure.error, failure.type);
  scope.end();
}

/** deepagents are agents of LangChain with a middleware for sub-agents. */
function runnerName({ middleware = [] }: AgentOptions): string {
  return middleware.some(({ name }) => name === "subAgentMiddleware")
    ? "deepagents"
    : "langchain";
}

function notRead(): DOMException {
  return new DOMException("The stream was not read to its end", "AbortError");
}

/** The failure of an agent whose graph threw; `undefined` where it is none. */
function failureOf(
  error: unknown,
  signal: AbortSignal | undefined,
): Failure | undefined {
  if (isBubbleUp(error)) return undefined;
  if (signal?.aborted) return { error, type: "cancelled" };
  const isOfAgentInside = causes(error).some((cause) =>
    isStepLimit(cause) && recordedLimits.has(cause)
  );
  if (!isStepLimit(error) || isOfAgentInside) return { error };
  recordedLimits.add(error);
  return { error, type: "max_turns" };
}
