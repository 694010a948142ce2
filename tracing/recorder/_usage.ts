import type { Attributes } from "../base/otel.ts";
import type { Usage } from "../prompt/wire/model_response.ts";

const KEYS = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "reasoningTokens",
] as const;

/** A sum of usages while it is added to. */
export type UsageSum = { -readonly [K in keyof Usage]: Usage[K] };

/**
 * Adds a usage to a sum, in which what nobody reported stays absent.
 *
 * @param sum The sum so far; `undefined` where nothing was reported.
 * @param usage What was reported.
 * @returns The sum.
 */
export function sumOfUsage(
  sum: UsageSum | undefined,
  usage: Usage,
): UsageSum | undefined {
  for (const key of KEYS) {
    const tokens = usage[key];
    if (tokens === undefined) continue;
    sum ??= {};
    sum[key] = (sum[key] ?? 0) + tokens;
  }
  return sum;
}

/** What a usage says of itself on a span: what nobody reported is `undefined`. */
export function usageAttributes(usage: Usage | undefined): Attributes {
  return {
    "gen_ai.usage.input_tokens": usage?.inputTokens,
    "gen_ai.usage.output_tokens": usage?.outputTokens,
    "gen_ai.usage.cache_read.input_tokens": usage?.cacheReadTokens,
    "gen_ai.usage.cache_write.input_tokens": usage?.cacheWriteTokens,
    // The name that most readers still look for.
    "gen_ai.usage.cache_creation.input_tokens": usage?.cacheWriteTokens,
    "gen_ai.usage.reasoning.output_tokens": usage?.reasoningTokens,
  };
}
