import { budgetError } from "../../tracing/recorder/budget_error.ts";
import {
  currentAgent,
  currentRun,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { nameConversation } from "../../tracing/recorder/name_conversation.ts";
import { startRun } from "../../tracing/recorder/start_run.ts";
import type { AgentScope } from "../../tracing/recorder/types.ts";
import { agentsIn } from "./_agents_in_call.ts";
import { causes } from "../../tracing/privacy/failure.ts";
import { defined, signalOf, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import type { AgentOptions, Graph } from "./_framework.ts";
import { isBubbleUp, isStepLimit } from "./_errors.ts";
import { loopOf } from "./_loop.ts";
import { modelName, modelProvider, UNNAMED_MODEL } from "./_model_name.ts";
import { threadOf } from "./_thread.ts";

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
  graph._streamIterator = (input, config) => {
    const start = () => run.call(graph, input, config);
    const signal = guarded(() => signalOf(config?.signal));
    const thread = guarded(() => threadOf(config));
    return leavable((left) =>
      recorded(options, { signal, thread, left, start })
    );
  };
}

/** A run of a graph. */
interface GraphRun {
  readonly signal: AbortSignal | undefined;
  /** The id of its thread, where the program gave one. */
  readonly thread: string | undefined;
  /** Aborts as soon as whoever reads the stream leaves it. */
  readonly left: AbortSignal;
  readonly start: () => Stream;
}

/**
 * Makes a generator that tells at once when it is left: it is itself kept by the
 * step that it waits for, such as a model's whole reply.
 */
function leavable(make: (left: AbortSignal) => Stream): Stream {
  const leave = new AbortController();
  const stream = make(leave.signal);
  const leaving = <R>(step: () => R): R => {
    guarded(() => leave.abort(notRead()));
    return step();
  };
  const read: Stream = {
    next: (...args) => stream.next(...args),
    return: (value) => leaving(() => stream.return(value)),
    throw: (error) => leaving(() => stream.throw(error)),
    [Symbol.asyncIterator]: () => read,
    [Symbol.asyncDispose]: async () => void await read.return(undefined),
  };
  return read;
}

/** Runs a graph as far as its stream is read, and records that run. */
async function* recorded(
  options: AgentOptions,
  { signal, thread, left, start }: GraphRun,
): Stream {
  const recording = guarded(() => startRecording(options, signal));
  guarded(() => recording && nameConversation(recording.scope, thread));
  if (recording === undefined) return yield* start();
  const { scope } = recording;
  let ended = false;
  const end = (failure?: Failure) => {
    if (ended) return;
    ended = true;
    for (const one of ends) one.removeEventListener("abort", onAbort);
    running.delete(scope);
    guarded(() => recording.end(failure));
  };
  // At once: the framework goes on for a while, and nobody waits for it.
  const onAbort = (event: Event) => endBy(event.target as AbortSignal);
  const endBy = ({ reason }: AbortSignal) =>
    end({ error: reason, type: "cancelled" });
  const ends = signal === undefined ? [left] : [left, signal];
  for (const one of ends) {
    if (one.aborted) endBy(one);
    else one.addEventListener("abort", onAbort);
  }
  if (!ended) running.add(scope);
  try {
    const result = yield* readInside(scope, scope.in(start));
    end();
    return result;
  } catch (error) {
    end(guarded(() => failureOf(error, signal)));
    throw budgetError(scope.in(currentRun)) ?? error;
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
  const recording = recordingOf(options, signal);
  // A run that is resumed begins with its tools, which look the loop up.
  loopOf(recording.scope).signal = signal;
  return recording;
}

function recordingOf(
  options: AgentOptions,
  signal: AbortSignal | undefined,
): Recording {
  const name = textOf(options.name);
  const call = currentToolCall();
  if (call !== undefined) {
    const scope = agentsIn(call).start(name);
    return { scope, end: (failure) => endScope(scope, failure) };
  }
  const agent = currentAgent();
  if (agent === undefined || running.has(agent)) return ownRun(options, signal);
  loopOf(agent).name = name;
  return { scope: agent, end: (failure) => endInRun(agent, failure) };
}

/** Whoever opened that run ends it: what is open in it was given up. */
function endInRun(agent: AgentScope, failure: Failure | undefined): void {
  if (failure?.type !== "cancelled") return;
  agent.currentTurn?.fail(failure.error, failure.type);
  agent.currentTurn?.end();
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
