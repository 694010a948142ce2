/**
 * The recorder's shape: a run holds turns, a turn holds model calls and tool
 * calls, a tool call may hold another agent.
 *
 * One pattern for all of them: `startX(options)` opens a scope that its caller
 * ends, and `x(options, fn)` runs a function in one and ends it.
 *
 * Every scope is explicit: a call on a scope makes a child of that scope,
 * wherever it is called from. What the async context holds is only a default,
 * read with `currentRun()` and its kin.
 *
 * @module
 */

import type { AttributeValue } from "../base/otel.ts";
import type { SourceTokens } from "../prompt/sources.ts";
import type { ModelResponse, Usage } from "../prompt/wire/model_response.ts";
import type {
  AgentOptions,
  ChatOptions,
  ToolOptions,
  ToolsListOptions,
  TurnOptions,
} from "./options.ts";
import type { Failure, Trajectory } from "./trajectory.ts";

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
  /**
   * Runs `fn` as the agent's next turn. An agent has one turn at a time: a turn
   * that begins before `fn` is done ends this one, with a line on stderr.
   */
  turn<R>(fn: (turn: Turn) => R | Promise<R>): Promise<R>;
  /** The same, with options. */
  turn<R>(
    options: TurnOptions,
    fn: (turn: Turn) => R | Promise<R>,
  ): Promise<R>;
  /** Opens the agent's next turn, and closes the one before it. */
  startTurn(options?: TurnOptions): Turn;
  /**
   * Runs `fn` as a model call in the agent's next turn; or, where the last call
   * to the same model failed and left no tool call, as another attempt at it.
   */
  chat<R>(fn: (chat: Chat) => R | Promise<R>): Promise<R>;
  /** The same, with options. */
  chat<R>(
    options: ChatOptions,
    fn: (chat: Chat) => R | Promise<R>,
  ): Promise<R>;
  /** Opens such a model call, and with it the turn, which ends with the next. */
  startChat(options?: ChatOptions): Chat;
}

/** One run of an agent: one `agent.run` span and one trajectory. */
export interface AgentRun extends AgentScope {
  /** The id of the run. */
  readonly runId: string;
  /** The id of the trace, where one is recorded: 32 hexadecimal digits. */
  readonly traceId: string | undefined;
  /**
   * What cancels the run. With a token budget there is one in any case, and it
   * aborts with the `TokenBudgetError` too.
   */
  readonly signal: AbortSignal | undefined;
  /**
   * What has happened so far. In a run that an adapter opened, replies and the
   * outputs of tools are empty in turns that had ended before this was read for
   * the first time.
   */
  readonly trajectory: Trajectory;
  /** The tokens so far, agents inside included. */
  readonly usage: Usage;
  /**
   * What each source has cost so far, in tokens: its tokens summed over every
   * model call that held them, the largest first, 32 at most and `other`. They
   * add up to the input tokens of `usage`, once its calls have ended. Empty where
   * requests are not read.
   */
  readonly promptSources: readonly SourceTokens[];
  /** How the run failed, where it has. */
  readonly error: Failure | undefined;
  /** How long it took, or has taken so far, in milliseconds. */
  readonly durationMs: number;
  /** Records the answer and returns it. The span holds only its length. */
  answer(text: string): string;
  /** Runs `fn` as a `tools/list` span. */
  toolsList<R>(
    options: ToolsListOptions,
    fn: (list: ToolsList) => R | Promise<R>,
  ): Promise<R>;
  /** Opens a `tools/list` span. */
  startToolsList(options: ToolsListOptions): ToolsList;
}

/** One model inference and the tool calls that it asks for. */
export interface Turn extends Scope {
  /** From 1, within the agent. */
  readonly index: number;
  /** Runs `fn` as a model call of this turn, or as another attempt at it. */
  chat<R>(fn: (chat: Chat) => R | Promise<R>): Promise<R>;
  /** The same, with options. */
  chat<R>(
    options: ChatOptions,
    fn: (chat: Chat) => R | Promise<R>,
  ): Promise<R>;
  /** Opens a model call in this turn, or resumes the failed one. */
  startChat(options?: ChatOptions): Chat;
  /** Runs `fn` as a tool call of this turn. */
  tool<R>(
    options: ToolOptions,
    fn: (call: ToolCall) => R | Promise<R>,
  ): Promise<R>;
  /** Opens a tool call in this turn. */
  startTool(options: ToolOptions): ToolCall;
}

/** One model call: all attempts of it. */
export interface Chat extends Scope {
  /**
   * Records the reply as the vendor sent it: the body of a chat completions, a
   * messages or a responses reply, an event of a streamed one, or the whole
   * stream. Usage, text, tool calls, id, model and finish reasons are read from
   * it.
   *
   * A stream (any `AsyncIterable`: of events, of server-sent messages with a
   * `data`, or of the bytes or the text of an event stream) is read only as far
   * as the program reads what is returned.
   *
   * @returns What was given; for a `ReadableStream` a new one, to be read
   * instead.
   */
  reply<B>(body: B): B;
  /**
   * Records the reply in a form of our own, or the part of it that arrived
   * before it broke off.
   */
  response(response: ModelResponse): void;
  /**
   * Records that an attempt failed and may be tried again. The call stays open
   * for a retry, even past the end of `chat(fn)`. If none comes, the call has
   * failed, and its end is this moment.
   */
  attemptFailed(error: unknown): void;
}

/** One tool call. */
export interface ToolCall extends Scope {
  /**
   * Records the text that the model is given, and returns it. With `error`, the
   * value of `error.type`, the call has failed.
   */
  result(text: string, error?: string): string;
  /** Runs `fn` as an agent inside this call. */
  agent<R>(
    options: AgentOptions,
    fn: (agent: AgentScope) => R | Promise<R>,
  ): Promise<R>;
  /** Opens an agent inside this call. */
  startAgent(options: AgentOptions): AgentScope;
}

/** A request for an MCP server's tools, all pages of it. */
export interface ToolsList extends Scope {
  /** Records how many tools there are, and returns it. */
  result(count: number): number;
}
