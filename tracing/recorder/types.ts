/**
 * The recorder's shape: a run holds turns, a turn holds model calls and tool
 * calls, a tool call may hold another agent.
 *
 * Every scope is explicit: a call on a scope makes a child of that scope,
 * wherever it is called from. What the async context holds is only a default,
 * read with `currentRun()` and its kin.
 *
 * @module
 */

import type { Attributes, AttributeValue, Context } from "../base/otel.ts";
import type { Failure, Trajectory, Usage } from "./trajectory.ts";

/** The three wire formats whose request bodies are understood. */
export type WireApi = "chat_completions" | "messages" | "responses";

/** Options for `traceRun`. */
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
   * The value of `gen_ai.agent.name`.
   *
   * @default {the runner's name}
   */
  readonly agentName?: string;
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
export interface ModelCallOptions extends TurnOptions {
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

/** A tool call that a model asked for in its reply. */
export interface RequestedToolCall {
  /** The name that the model used. */
  readonly name: string;
  /** The id that the model gave the call. */
  readonly id?: string;
  /** The arguments: an object, or the text that the model sent. */
  readonly input?: unknown;
}

/** A model's reply. */
export interface ModelResponse {
  /** The value of `gen_ai.response.id`. */
  readonly id?: string;
  /** The value of `gen_ai.response.model`. */
  readonly model?: string;
  /** The value of `gen_ai.response.finish_reasons`. */
  readonly finishReasons?: readonly string[];
  /** The text of the reply. */
  readonly text?: string;
  /** The tool calls that the reply asks for. */
  readonly toolCalls?: readonly RequestedToolCall[];
  /** What the endpoint reported. */
  readonly usage?: Usage;
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
   * The arguments.
   *
   * @default {{}}
   */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Further attributes, set when the span starts. */
  readonly attributes?: Attributes;
}

/** Options for a `tools/list` span. */
export interface ToolsListOptions {
  /** The MCP server. */
  readonly server: string;
  /** Further attributes, set when the span starts. */
  readonly attributes?: Attributes;
}

/** What every part of a run can do. */
export interface Scope {
  /**
   * Runs `fn` inside this scope and returns what it returns: spans that it
   * makes, with any tracer, and requests that it sends become children.
   */
  in<R>(fn: () => R): R;
  /** Runs `fn` inside this scope and ends the scope with its outcome. */
  run<R>(fn: () => R | Promise<R>): Promise<R>;
  /** Sets one attribute of the span. */
  setAttribute(name: string, value: AttributeValue): void;
  /** Marks the scope as failed, and leaves it open. The first failure stays. */
  fail(error: unknown, type?: string): void;
  /** Ends the scope, as failed where an error is given. A second end does nothing. */
  end(error?: unknown): void;
}

/** An agent: the run's own, or one that a tool call started. */
export interface AgentScope extends Scope {
  /** The agent's name. */
  readonly name: string;
  /** 0 for the run's own agent, 1 below it, and so on. */
  readonly depth: number;
  /** The turn that is open. */
  readonly currentTurn: Turn | undefined;
  /** How many turns the agent has begun. */
  readonly turnCount: number;
  /** Opens the agent's next turn, and closes the one before it. */
  startTurn(options?: TurnOptions): Turn;
  /**
   * Runs `fn` as the agent's next turn. Turns of one agent follow each other:
   * one that begins before `fn` is done ends this one, and says so on stderr.
   */
  turn<R>(
    fn: (turn: Turn) => R | Promise<R>,
    options?: TurnOptions,
  ): Promise<R>;
  /**
   * Opens a model call in the agent's next turn; or, where the last call to
   * the same model failed and left no tool call, resumes that call.
   */
  modelCall(options?: ModelCallOptions): Chat;
}

/** One run of an agent: one `agent.run` span and one trajectory. */
export interface AgentRun extends AgentScope {
  /** The id of the run. */
  readonly runId: string;
  /** The id of the trace, where one is recorded: 32 hexadecimal digits. */
  readonly traceId: string | undefined;
  /** What cancels the run. */
  readonly signal: AbortSignal | undefined;
  /** What has happened so far. */
  readonly trajectory: Trajectory;
  /** The tokens so far, agents inside included. */
  readonly usage: Usage;
  /** How the run failed, where it has. */
  readonly error: Failure | undefined;
  /** How long it took, or has taken so far, in milliseconds. */
  readonly durationMs: number;
  /** Tells the answer, of which a span holds only the length. */
  answer(text: string): void;
  /** Opens a `tools/list` span. */
  listTools(options: ToolsListOptions): ToolsList;
}

/** One model inference and the tool calls that it asks for. */
export interface Turn extends Scope {
  /** From 1, within the agent. */
  readonly index: number;
  /** Opens a model call in this turn, or resumes the failed one. */
  modelCall(options?: ModelCallOptions): Chat;
  /** Opens a tool call in this turn. */
  startTool(options: ToolOptions): ToolCall;
}

/** One model call: all attempts of it. */
export interface Chat extends Scope {
  /**
   * Marks an attempt as failed. The call stays open for a retry by anybody,
   * and ends at this moment as failed if none comes.
   */
  failed(error: unknown): void;
  /** Records the reply, or what of it came before a cut. */
  response(response: ModelResponse): void;
}

/** One tool call. */
export interface ToolCall extends Scope {
  /**
   * Records what is handed on for the model. With `error`, the value of
   * `error.type`, the call has failed.
   */
  result(text: string, error?: string): void;
  /** Opens an agent inside this call. */
  startAgent(name: string): AgentScope;
}

/** A request for an MCP server's tools, all pages of it. */
export interface ToolsList extends Scope {
  /** Records how many tools there are. */
  result(count: number): void;
}
