/**
 * Tokens of one model call, one turn, or a whole run. What was not reported is
 * absent, not 0.
 */
export interface Usage {
  /** Tokens of the prompt, those read from and written to a cache included. */
  readonly inputTokens?: number;
  /** Tokens of the reply, those spent on reasoning included. */
  readonly outputTokens?: number;
  /** Prompt tokens that a cache already held. */
  readonly cacheReadTokens?: number;
  /** Prompt tokens that were written to a cache. */
  readonly cacheWriteTokens?: number;
  /** Reply tokens that were spent on reasoning. */
  readonly reasoningTokens?: number;
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
  /** Whether it held reasoning, shown or not: its tokens may not be sent back. */
  readonly hasReasoning?: boolean;
  /**
   * Whether the provider edited or compacted the context that it was sent, so
   * that the request does not show what the model was given.
   */
  readonly hasEditedContext?: boolean;
}
