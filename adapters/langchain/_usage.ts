import type { Usage } from "../../tracing/recorder/trajectory.ts";
import { fieldsOf } from "../shared/fields.ts";
import { reportedUsage } from "../shared/reported_usage.ts";

/**
 * Reads a message's `usage_metadata`, whose input tokens include cached ones;
 * `undefined` where the endpoint reported nothing.
 */
export function usageOf(reported: unknown): Usage | undefined {
  const usage = fieldsOf(reported);
  const input = fieldsOf(usage.input_token_details);
  const output = fieldsOf(usage.output_token_details);
  // For a stream that reported nothing, some models have 0; no prompt has 0.
  if (!usage.input_tokens && !usage.output_tokens) return undefined;
  return reportedUsage({
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: input.cache_read,
    cacheWriteTokens: input.cache_creation,
    reasoningTokens: output.reasoning,
  });
}
