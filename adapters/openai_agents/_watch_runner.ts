import { activeAgent } from "./_active_agent.ts";
import { argumentsOf } from "../shared/arguments.ts";
import { textOf } from "../shared/fields.ts";
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
 * Watches what a runner does. Its hooks run where it does: the agent that they
 * are about is the one of the async context, of many runs at once too.
 */
export function watchRunner(runner: Runner): void {
  watchProvider(runner.config?.modelProvider);
  watchModel(runner.config?.model);
  if (watched.has(runner)) return;
  watched.add(runner);
  runner.on("agent_start", (_: unknown, agent: Agent) => {
    watchModel(agent.model);
    const active = activeAgent();
    if (active !== undefined) active.name = nameOf(agent);
  });
  runner.on("agent_handoff", (_: unknown, __: Agent, to: Agent) => {
    recordHandoff(nameOf(to));
  });
  runner.on(
    "agent_tool_start",
    (_: unknown, __: Agent, tool: Tool, { toolCall }: ToolHook) => {
      const active = activeAgent();
      if (active === undefined) return;
      active.askedCalls.began(textOf(toolCall.callId));
      active.toolCalls.start(active.turn, tool, toolCall);
    },
  );
  runner.on(
    "agent_tool_end",
    (
      _: unknown,
      __: Agent,
      tool: Tool,
      result: string,
      { toolCall }: ToolHook,
    ) => activeAgent()?.toolCalls.end(tool, toolCall, result),
  );
}

/** What a tool's hooks are given last. */
interface ToolHook {
  readonly toolCall: CallItem;
}

/** A handoff has been performed: a call of the framework's own tool. */
function recordHandoff(to: string): void {
  const active = activeAgent();
  const handoff = active?.askedCalls.takeHandoff();
  if (active === undefined || handoff === undefined) return;
  const { name, id, input } = handoff;
  const call = active.turn.startTool({
    name,
    input: argumentsOf(input),
    ...(id === undefined ? {} : { callId: id }),
  });
  // What the framework tells the model.
  call.result(JSON.stringify({ assistant: to }));
  call.end();
}
