import { reasonOf, warn } from "../../tracing/privacy/warn.ts";
import type { Agent } from "./_framework.ts";
import { observeGraph } from "./_observed_graph.ts";
import { textOf } from "../shared/fields.ts";
import { traceMiddleware } from "./trace_middleware.ts";
import { traceTools } from "./_traced_tool.ts";

/** The copy of each agent that was run, where it could be made. */
const copies = new WeakMap<Agent, Agent | undefined>();

/**
 * Gets the copy of an agent that is run in its place. It has the middleware
 * that traces model calls; the agent itself stays as the program made it.
 *
 * @param agent The agent.
 * @param withConfig The framework's own method, which makes agents.
 * @returns The copy, the same one each time; `undefined` where the framework
 * cannot make it, which is said once.
 */
export function tracedCopy(
  agent: Agent,
  withConfig: Agent["withConfig"],
): Agent | undefined {
  if (!copies.has(agent)) copies.set(agent, copyOrLine(agent, withConfig));
  const copy = copies.get(agent);
  if (copy === undefined) return undefined;
  // The program may have set them since the copy was made.
  if (copy.checkpointer !== agent.checkpointer) {
    copy.checkpointer = agent.checkpointer;
  }
  if (copy.store !== agent.store) copy.store = agent.store;
  return copy;
}

function copyOrLine(
  agent: Agent,
  withConfig: Agent["withConfig"],
): Agent | undefined {
  try {
    return makeCopy(agent, withConfig);
  } catch (error) {
    const name = textOf(agent.options.name) ?? "agent";
    warn(
      `Cannot trace the agent "${name}": LangChain makes no copy of it with one more middleware (${
        reasonOf(error)
      }); until that is mended, its runs are not recorded`,
    );
    return undefined;
  }
}

function makeCopy(agent: Agent, withConfig: Agent["withConfig"]): Agent {
  const { options } = agent;
  const { tools = [], middleware = [] } = options;
  // Before any model call: a run that is resumed may begin with its tools.
  traceTools([...tools, ...middleware.flatMap(({ tools = [] }) => tools)]);
  const others = middleware.filter(({ name }) => name !== "turnspan");
  try {
    // `withConfig` makes the copy of whatever the agent's options are.
    agent.options = { ...options, middleware: [...others, traceMiddleware()] };
    const copy = withConfig.call(agent, {});
    // Where a middleware wraps model calls, LangChain adds a channel for what it
    // may answer with. Ours never fills it, and each step would throw for that.
    copy.graph.outputChannels = agent.graph.outputChannels;
    observeGraph(copy.graph, options);
    return copy;
  } finally {
    agent.options = options;
  }
}
