import type { Agent } from "./_framework.ts";
import { observeGraph } from "./_observed_graph.ts";
import { traceMiddleware } from "./trace_middleware.ts";
import { traceTools } from "./_traced_tool.ts";

/** The copy of each agent that was run. */
const copies = new WeakMap<Agent, Agent>();

/**
 * Gets the copy of an agent that is run in its place. It has the middleware
 * that traces model calls; the agent itself stays as the program made it.
 *
 * @param agent The agent.
 * @param withConfig The framework's own method, which makes agents.
 * @returns The copy, the same one each time.
 */
export function tracedCopy(
  agent: Agent,
  withConfig: Agent["withConfig"],
): Agent {
  const copy = copies.get(agent) ?? makeCopy(agent, withConfig);
  copies.set(agent, copy);
  // The program may have set them since the copy was made.
  if (copy.checkpointer !== agent.checkpointer) {
    copy.checkpointer = agent.checkpointer;
  }
  if (copy.store !== agent.store) copy.store = agent.store;
  return copy;
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
    observeGraph(copy.graph, options);
    return copy;
  } finally {
    agent.options = options;
  }
}
