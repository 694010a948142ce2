import {
  currentAgent,
  currentToolCall,
} from "../../tracing/recorder/current.ts";
import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { startRun } from "../../tracing/recorder/start_run.ts";
import type { AgentScope } from "../../tracing/recorder/types.ts";
import { agentsIn } from "./_agents_in_call.ts";
import { defined, signalOf, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import type { AgentOptions, Graph } from "./_framework.ts";
import { loopOf } from "./_loop.ts";
import { modelName, modelProvider, UNNAMED_MODEL } from "./_model_name.ts";
import {
  type Failure,
  isRunning,
  RecordedStream,
  type Recording,
} from "./_recorded_stream.ts";
import { threadOf } from "./_thread.ts";

/** Records every run of an agent's graph, whichever way it is run. */
export function observeGraph(graph: Graph, options: AgentOptions): void {
  const run = graph._streamIterator;
  graph._streamIterator = (input, config) =>
    new RecordedStream({
      signal: guarded(() => signalOf(config?.signal)),
      thread: guarded(() => threadOf(config)),
      record: (signal) => startRecording(options, signal),
      start: () => run.call(graph, input, config),
    });
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
  if (agent === undefined || isRunning(agent)) return ownRun(options, signal);
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
