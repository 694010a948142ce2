import type { Attributes, Context } from "../base/otel.ts";

/**
 * How many tokens a run may use. Past that, it makes no more model requests.
 */
export interface TokenBudget {
  /**
   * Input tokens of all model calls together, agents inside included.
   *
   * @default {no limit}
   */
  readonly inputTokens?: number;
  /**
   * Input tokens of one model call.
   *
   * @default {no limit}
   */
  readonly promptTokens?: number;
}

/** Options for `traceRun` and `startRun`. */
export interface RunOptions {
  /** The value of `agent.runner`: which loop drives the agent. */
  readonly runner: string;
  /** The model's name as it goes over the wire. */
  readonly model: string;
  /**
   * The value of `gen_ai.provider.name`.
   *
   * @default {derived from `model`}
   */
  readonly provider?: string;
  /**
   * The id of the run.
   *
   * @default {crypto.randomUUID()}
   */
  readonly runId?: string;
  /** The id of the scenario that the run belongs to. */
  readonly scenarioId?: string;
  /**
   * The id of the conversation that the run belongs to, on each of its spans.
   *
   * @default {the framework's own, where an adapter knows one}
   */
  readonly conversationId?: string;
  /**
   * The value of `gen_ai.agent.name`.
   *
   * @default {the runner's name}
   */
  readonly agentName?: string;
  /**
   * Whether requests are read with tracing off too, so that the trajectory says
   * what each prompt was made of.
   *
   * @default {false}
   */
  readonly readRequests?: boolean;
  /**
   * How many tokens the run may use. Past it, no model call begins, and the
   * traced `fetch` sends no request to a model: a `TokenBudgetError` is thrown
   * instead, the run ends as failed, and its `signal` aborts.
   *
   * @default {no limit}
   */
  readonly budget?: TokenBudget;
  /** Cancels the run: every open span is ended as `cancelled`. */
  readonly signal?: AbortSignal;
  /**
   * Where the run's parent span is read from.
   *
   * @default {the active OpenTelemetry context}
   */
  readonly parent?: Context;
}

/** Options for a turn. */
export interface TurnOptions {
  /** The value of `turn.phase`. */
  readonly phase?: string;
  /**
   * The agent's name for this turn, where a handoff changed it.
   *
   * @default {the agent's name}
   */
  readonly agentName?: string;
  /**
   * The model that this turn asks.
   *
   * @default {the run's model}
   */
  readonly model?: string;
}

/** Options for a model call. */
export interface ChatOptions extends TurnOptions {
  /**
   * The value of `gen_ai.provider.name` for this call.
   *
   * @default {the run's, or derived from `model` where that is given}
   */
  readonly provider?: string;
  /**
   * The request, in the form of one of the three wire formats, for a model
   * that is not reached by HTTP. What is seen on the wire wins.
   */
  readonly request?: unknown;
}

/** Options for a tool call. */
export interface ToolOptions {
  /** The server's own name for the tool, whatever the model is shown. */
  readonly name: string;
  /**
   * The MCP server, or `local` for a tool of this process.
   *
   * @default {"local"}
   */
  readonly server?: string;
  /** The id that the model gave the call. */
  readonly callId?: string;
  /**
   * The arguments: an object, or the JSON text that the model sent.
   *
   * @default {{}}
   */
  readonly input?: Readonly<Record<string, unknown>> | string;
  /** Further attributes, set when the span starts. */
  readonly attributes?: Attributes;
}

/** Options for an agent that a tool call starts. */
export interface AgentOptions {
  /** The value of `gen_ai.agent.name`. */
  readonly name: string;
}

/** Options for a `tools/list` span. */
export interface ToolsListOptions {
  /** The MCP server. */
  readonly server: string;
  /** Further attributes, set when the span starts. */
  readonly attributes?: Attributes;
}
