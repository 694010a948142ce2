import type { Agent, Middleware } from "./_framework.ts";
import { observeGraph } from "./_observed_graph.ts";
import { traceMiddleware } from "./trace_middleware.ts";
import { traceTools } from "./_traced_tool.ts";

const twins = new WeakMap<Agent, Agent>();

/**
 * The same agent again, with the middleware that traces it: what the user made
 * stays as it is.
 */
export function tracedTwin(
  agent: Agent,
  withConfig: Agent["withConfig"],
): Agent {
  const twin = twins.get(agent) ?? makeTwin(agent, withConfig);
  twins.set(agent, twin);
  // They may have been set since.
  if (twin.checkpointer !== agent.checkpointer) {
    twin.checkpointer = agent.checkpointer;
  }
  if (twin.store !== agent.store) twin.store = agent.store;
  return twin;
}

function makeTwin(agent: Agent, withConfig: Agent["withConfig"]): Agent {
  const { options } = agent;
  const { tools = [], middleware = [] } = options;
  // A run may be resumed by its tools.
  traceTools([...tools, ...middleware.flatMap(({ tools = [] }) => tools)]);
  const twin = asIfMadeWith(
    agent,
    [
      ...middleware.filter(({ name }) => name !== "turnspan"),
      traceMiddleware(),
    ],
    withConfig,
  );
  observeGraph(twin.graph, options);
  return twin;
}

/** The framework makes it from the agent's options, and settings of its own. */
function asIfMadeWith(
  agent: Agent,
  middleware: readonly Middleware[],
  withConfig: Agent["withConfig"],
): Agent {
  const { options } = agent;
  try {
    agent.options = { ...options, middleware };
    return withConfig.call(agent, {});
  } finally {
    agent.options = options;
  }
}
