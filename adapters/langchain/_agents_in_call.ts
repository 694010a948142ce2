import { byAdapter } from "../../tracing/recorder/by_adapter.ts";
import type { AgentScope, ToolCall } from "../../tracing/recorder/types.ts";

/** The agents that run in a tool call. */
export class AgentsInCall {
  /** The name of an agent that has none of its own. */
  name = "agent";
  /** An agent of which nothing but its model calls is seen. */
  inferred: AgentScope | undefined;
  readonly #call: ToolCall;
  readonly #agents: AgentScope[] = [];

  constructor(call: ToolCall) {
    this.#call = call;
  }

  /** Opens an agent. */
  start(name = this.name): AgentScope {
    const agent = byAdapter(() => this.#call.startAgent({ name }));
    this.#agents.push(agent);
    return agent;
  }

  /** The agent that makes a model call here, opened with its first one. */
  infer(): AgentScope {
    return this.inferred ??= this.start();
  }

  /** Fails the agents that have not ended, as their call has failed. */
  fail(error: unknown, type?: string): void {
    for (const agent of this.#agents) agent.fail(error, type);
  }
}

const agentsOfCalls = new WeakMap<ToolCall, AgentsInCall>();

/** The agents in a call. */
export function agentsIn(call: ToolCall): AgentsInCall {
  const agents = agentsOfCalls.get(call) ?? new AgentsInCall(call);
  agentsOfCalls.set(call, agents);
  return agents;
}
