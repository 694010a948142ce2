import type { AgentScope, ToolCall } from "../../tracing/recorder/types.ts";

/** The agents that are at work in a tool call. */
export class AgentsInCall {
  /** What one is called that has no name of its own. */
  name = "agent";
  /** One that was found at work by its model calls, and is known by no more. */
  foundBefore: AgentScope | undefined;
  readonly #call: ToolCall;
  readonly #agents: AgentScope[] = [];

  constructor(call: ToolCall) {
    this.#call = call;
  }

  /** Opens an agent. */
  start(name = this.name): AgentScope {
    const agent = this.#call.startAgent(name);
    this.#agents.push(agent);
    return agent;
  }

  /** The agent that a model call shows to be at work. */
  found(): AgentScope {
    this.foundBefore ??= this.start();
    return this.foundBefore;
  }

  /** The call has failed, and with it the agents that have not ended. */
  fail(error: unknown, type?: string): void {
    for (const agent of this.#agents) agent.fail(error, type);
  }
}

const known = new WeakMap<ToolCall, AgentsInCall>();

/** The agents in a call. */
export function agentsIn(call: ToolCall): AgentsInCall {
  const agents = known.get(call) ?? new AgentsInCall(call);
  known.set(call, agents);
  return agents;
}
