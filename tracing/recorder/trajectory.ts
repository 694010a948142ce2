/**
 * What happened in a run, in the order in which it began. It is recorded with
 * tracing on and off alike, by the same calls that make the spans.
 *
 * @module
 */

import type { TokensBasis } from "../prompt/ledger.ts";
import type { SourceTokens } from "../prompt/sources.ts";
import type { Usage } from "../prompt/wire/model_response.ts";

/** How something failed. */
export interface Failure {
  /** The same value as the span's `error.type`. */
  readonly type: string;
  /** The whole message, whatever a span may hold of it. */
  readonly message: string;
}

/** What a turn's prompt was made of, in tokens. */
export interface TrajectoryPrompt {
  /** The input tokens of the turn's first model call. */
  readonly tokens: number;
  /**
   * The sources of these tokens, the largest first; they add up to `tokens`.
   */
  readonly sources: readonly SourceTokens[];
  /** How the tokens of what was new in it were found. */
  readonly basis: TokensBasis;
  /** The source of most of what was not in the request before. */
  readonly grewBy?: string;
}

/** One tool call of a turn. */
export interface TrajectoryToolCall {
  /** The server's own name for the tool. */
  readonly name: string;
  /** The MCP server, or `local`. */
  readonly server: string;
  /** The id that the model gave the call. */
  readonly callId?: string;
  /** The arguments. */
  readonly input: Readonly<Record<string, unknown>>;
  /** What the model was given, including the text of an error. */
  readonly output: string;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** Present when the call failed. */
  readonly error?: Failure;
}

/** One turn of an agent: one model inference and the tool calls it asked for. */
export interface TrajectoryTurn {
  /** From 1, within its agent. */
  readonly index: number;
  /** The agent's name. */
  readonly agent: string;
  /** 0 for the run's own agent, 1 for an agent that it started, and so on. */
  readonly depth: number;
  /** The id of the tool call that started the agent. */
  readonly parentCallId?: string;
  /** `plan`, `execute` or `summarize` in a `plan_execute` run. */
  readonly phase?: string;
  /** The text of the model's reply. */
  readonly text: string;
  /** The tokens of its model calls, where any were reported. */
  readonly usage?: Usage;
  /** What its prompt was made of, where that is known. */
  readonly prompt?: TrajectoryPrompt;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** Present when the turn failed. */
  readonly error?: Failure;
  /** The calls of the turn, in order of start. */
  readonly toolCalls: readonly TrajectoryToolCall[];
}

/** Every turn of a run, sub-agents' turns among them, in order of start. */
export interface Trajectory {
  /** The turns. */
  readonly turns: readonly TrajectoryTurn[];
}
