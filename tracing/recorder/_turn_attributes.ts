import type { Attributes } from "../base/otel.ts";
import { sizeBucket, sizesOf } from "../prompt/growth.ts";
import type { CallLedger } from "../prompt/ledger.ts";
import { sourceLists } from "../prompt/sources.ts";
import type { Usage } from "../prompt/wire/model_response.ts";
import type { RunCore } from "./_run_core.ts";
import { type TurnPrompt, turnSources } from "./_turn_prompt.ts";
import { usageAttributes } from "./_usage.ts";

/** What a turn says of itself as it begins. */
export function startAttributes(
  { options: { runner }, runId }: RunCore,
  { index, agentName, model, phase }: {
    readonly index: number;
    readonly agentName: string;
    readonly model: string;
    readonly phase: string | undefined;
  },
): Attributes {
  const attributes: Attributes = {
    "turn.index": index,
    "agent.runner": runner,
    "agent.run_id": runId,
    "gen_ai.agent.name": agentName,
    "gen_ai.request.model": model,
  };
  if (phase !== undefined) attributes["turn.phase"] = phase;
  return attributes;
}

/** What is known of a turn at its end. */
export interface EndedTurn {
  readonly usage: Usage | undefined;
  readonly toolCalls: number;
  /** The input tokens of the turn before. */
  readonly tokensBefore: number | undefined;
  /** What its first model call was sent, where that was read. */
  readonly prompt: TurnPrompt | undefined;
  readonly ledger: CallLedger | undefined;
  /** Whether the request does not show all that the model was given. */
  readonly isPartial: boolean;
}

/**
 * What a turn says of itself at its end; what is not known is `undefined`. One
 * object, with all names at once: one that grows by each is slow.
 */
export function turnAttributes(turn: EndedTurn): Attributes {
  const { usage, toolCalls, prompt, isPartial, tokensBefore: before } = turn;
  const ledger = prompt && turn.ledger;
  const sizes = prompt && sizesOf(prompt.request);
  const lists = ledger && sourceLists(turnSources(ledger));
  const cache = prompt?.isFirst ? undefined : ledger?.cache;
  const tokens = usage?.inputTokens;
  return {
    ...usageAttributes(usage),
    "turn.tool_calls": toolCalls,
    "turn.prompt.bytes.instructions": sizes?.instructions,
    "turn.prompt.bytes.tools": sizes?.tools,
    "turn.prompt.bytes.messages": sizes?.messages,
    "turn.prompt.bytes.results": sizes?.results,
    "turn.prompt.grew_by": prompt?.growth?.source,
    "turn.prompt.grew_by_bytes": prompt?.growth?.bytes,
    "turn.prompt.grew_by_tokens": prompt?.grownTokens(ledger),
    "turn.prompt.partial": prompt && isPartial ? true : undefined,
    "turn.prompt.tokens.instructions": ledger?.classes.instructions,
    "turn.prompt.tokens.tools": ledger?.classes.tools,
    "turn.prompt.tokens.messages": ledger?.classes.messages,
    "turn.prompt.tokens.results": ledger?.classes.results,
    "turn.prompt.sources": lists?.sources,
    "turn.prompt.source_tokens": lists?.tokens,
    "turn.prompt.top_source": lists?.top.source,
    "turn.prompt.top_source_tokens": lists?.top.tokens,
    "turn.prompt.tokens_basis": ledger?.basis,
    "turn.cache.expected_tokens": cache?.expectedTokens,
    "turn.cache.broken_by": cache?.brokenBy,
    "turn.prompt.size_bucket": tokens === undefined
      ? undefined
      : sizeBucket(tokens),
    "turn.prompt.delta_tokens": tokens === undefined || before === undefined
      ? undefined
      : tokens - before,
  };
}
