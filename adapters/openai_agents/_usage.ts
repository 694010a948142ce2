import type { Usage } from "../../tracing/recorder/trajectory.ts";
import { fieldsOf } from "../shared/fields.ts";
import { reportedUsage } from "../shared/reported_usage.ts";

/**
 * Reads what an endpoint reported, as chat completions or responses name it;
 * `undefined` where it reported nothing.
 */
export function wireUsage(reported: unknown): Usage | undefined {
  const usage = fieldsOf(reported);
  return usageOf(
    usage.prompt_tokens ?? usage.input_tokens,
    usage.completion_tokens ?? usage.output_tokens,
    usage.prompt_tokens_details ?? usage.input_tokens_details,
    usage.completion_tokens_details ?? usage.output_tokens_details,
  );
}

/**
 * Reads the framework's own usage, for models that are not reached by HTTP. It
 * is 0 where nothing was reported, for no prompt has 0 tokens. Details are an
 * array or an object.
 */
export function frameworkUsage(reported: unknown): Usage | undefined {
  const usage = fieldsOf(reported);
  if (!usage.inputTokens && !usage.outputTokens) return undefined;
  return usageOf(
    usage.inputTokens,
    usage.outputTokens,
    firstOf(usage.inputTokensDetails),
    firstOf(usage.outputTokensDetails),
  );
}

function firstOf(details: unknown): unknown {
  return Array.isArray(details) ? details[0] : details;
}

function usageOf(
  inputTokens: unknown,
  outputTokens: unknown,
  inputDetails: unknown,
  outputDetails: unknown,
): Usage | undefined {
  return reportedUsage({
    inputTokens,
    outputTokens,
    cacheReadTokens: fieldsOf(inputDetails).cached_tokens,
    reasoningTokens: fieldsOf(outputDetails).reasoning_tokens,
  });
}
