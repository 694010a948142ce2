import type { Usage } from "../../tracing/trajectory.ts";
import { fieldsOf } from "./_framework.ts";

/**
 * Reads a message's `usage_metadata`, whose input tokens include cached ones;
 * `undefined` where the endpoint reported nothing.
 */
export function usageOf(reported: unknown): Usage | undefined {
  const usage = fieldsOf(reported);
  const input = fieldsOf(usage.input_token_details);
  const output = fieldsOf(usage.output_token_details);
  // Where a stream reported nothing, some models say 0, and no prompt has 0.
  if (!usage.input_tokens && !usage.output_tokens) return undefined;
  return {
    ...known("inputTokens", usage.input_tokens),
    ...known("outputTokens", usage.output_tokens),
    ...known("cacheReadTokens", input.cache_read),
    ...known("cacheWriteTokens", input.cache_creation),
    ...known("reasoningTokens", output.reasoning),
  };
}

function known(name: keyof Usage, value: unknown): Usage {
  return typeof value === "number" ? { [name]: value } : {};
}
