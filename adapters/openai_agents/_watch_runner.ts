import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import { activeAgent } from "./_active_agent.ts";
import { argumentsOf } from "../shared/arguments.ts";
import { defined, textOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import {
  type Agent,
  type CallItem,
  nameOf,
  type Runner,
  type Tool,
} from "./_framework.ts";
import { watchModel, watchProvider } from "./_watch_model.ts";

const watched = new WeakSet<Runner>();

/**
 * Watches what a runner does. Its hooks run in the async context of the run that
 * they are about, and so find its agent even where many run at once.
 */
export function watchRunner(runner: Runner): void {
  watchProvider(runner.config?.modelProvider);
  watchModel(runner.config?.model);
  if (watched.has(runner)) return;
  watched.add(runner);
  for (const [event, listener] of Object.entries(LISTENERS)) {
    runner.on(event, (...args: never[]) => {
      guarded(() => listener(...args));
    });
  }
}

type Listener = (...args: never[]) => void;

const LISTENERS: Readonly<Record<string, Listener>> = {
  agent_start: (_: unknown, agent: Agent) => {
    watchModel(agent.model);
    const active = activeAgent();
    if (active === undefined) return;
    active.name = nameOf(agent);
    active.askSession();
  },
  agent_handoff: (_: unknown, __: Agent, to: Agent) => {
    recordHandoff(nameOf(to));
  },
  agent_tool_start: (
    _: unknown,
    __: Agent,
    tool: Tool,
    { toolCall }: ToolHook,
  ) => {
    const active = activeAgent();
    if (active === undefined) return;
    active.requestedCalls.markStarted(textOf(toolCall.callId));
    active.toolCalls.start(active.turn, tool, toolCall);
  },
  agent_tool_end: (
    _: unknown,
    __: Agent,
    tool: Tool,
    result: string,
    { toolCall }: ToolHook,
  ) => activeAgent()?.toolCalls.end(tool, toolCall, result),
};

/** The last argument of a tool's hooks. */
interface ToolHook {
  readonly toolCall: CallItem;
}

/** Records a handoff, which is a call of the framework's own tool. */
function recordHandoff(to: string): void {
  const active = activeAgent();
  const handoff = active?.requestedCalls.startHandoff();
  if (active === undefined || handoff === undefined) return;
  const { name, id, input } = handoff;
  const call = byAdapter(() =>
    active.turn.startTool({
      name,
      input: argumentsOf(input),
      ...defined({ callId: id }),
    })
  );
  // What the framework sends the model.
  call.result(JSON.stringify({ assistant: to }));
  call.end();
}
