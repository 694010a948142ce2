import type { SourceTokens } from "./source_tokens.ts";

/** What a request was made of, in bytes of UTF-8. */
export interface PromptBytes {
  /** System text. */
  readonly instructions: number;
  /** Tool definitions. */
  readonly tools: number;
  /** The conversation. */
  readonly messages: number;
  /** Tool results. */
  readonly results: number;
}

/**
 * What a request was made of, in tokens; they add up to those of the turn's
 * first call.
 */
export type PromptTokens = PromptBytes;

/** An earlier turn of the same agent whose growth a prompt still holds. */
export interface EarlierTurn {
  /** Its number. */
  readonly turn?: number;
  /** How many tokens it added. */
  readonly growthTokens?: number;
  /** The source of most of what was new in it. */
  readonly grewBy: string;
  /** How many bytes of it were new. */
  readonly grewByBytes?: number;
  /** How many tokens of it were new. */
  readonly grewByTokens?: number;
}

/** One turn of an agent, or a model call outside of any turn. */
export interface TurnRow {
  /** `turn` for an `agent.turn`, `chat` for a model call outside any turn. */
  readonly kind: "turn" | "chat";
  /** The trace that it is in. */
  readonly traceId: string;
  /** Its span. */
  readonly spanId: string;
  /** The span of its agent, where a turn has one. */
  readonly agentSpanId?: string;
  /** The run's id, where a turn or a span above says. */
  readonly runId?: string;
  /** The runner, where a turn or a span above says. */
  readonly runner?: string;
  /** The agent; for a call under no agent, the service. */
  readonly agent?: string;
  /** The turn's number in its agent; for a call, its place among its agent's. */
  readonly turn?: number;
  /** The turn's phase, where its runner has phases. */
  readonly phase?: string;
  /** The conversation that it belongs to, where a span says. */
  readonly conversation?: string;
  /** The model that was asked. */
  readonly model?: string;
  /** How many tokens the prompt had, cached ones included. */
  readonly promptTokens?: number;
  /** How many tokens the reply had. */
  readonly outputTokens?: number;
  /** How many tokens more than the turn before; negative when fewer. */
  readonly growthTokens?: number;
  /** What the prompt was made of. */
  readonly bytes?: PromptBytes;
  /** The source of most of what was new in the prompt. */
  readonly grewBy?: string;
  /** How many bytes of it were new. */
  readonly grewByBytes?: number;
  /** How many tokens of it were new. */
  readonly grewByTokens?: number;
  /** What the prompt of the turn's first call was made of, in tokens. */
  readonly tokens?: PromptTokens;
  /** The same by source, the largest first. */
  readonly sources?: readonly SourceTokens[];
  /** How that was found: `measured`, `shared` or `estimated`. */
  readonly basis?: string;
  /**
   * Whether the provider held a part of the prompt that was not in the request.
   */
  readonly partial?: true;
  /** How many tokens of the prompt the provider had cached. */
  readonly cacheReadTokens?: number;
  /** How many tokens at its beginning are the same as in the prompt before. */
  readonly cacheExpectedTokens?: number;
  /** The source of the first piece that differs from the prompt before. */
  readonly cacheBrokenBy?: string;
  /** What its calls cost, in dollars, where a proxy said so. */
  readonly costUsd?: number;
  /** The part of it for the replies, where the proxy reported it separately. */
  readonly outputCostUsd?: number;
  /** The part of it for prompt tokens read from a cache, likewise. */
  readonly cacheReadCostUsd?: number;
  /**
   * The earlier turn in which most of this prompt was added; absent if in this.
   */
  readonly cameIn?: EarlierTurn;
  /** When it started, in milliseconds since 1970. */
  readonly startMs: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** Why it failed: the `error.type`, or `error` where none is given. */
  readonly error?: string;
}
