import { isJson, type Json } from "../../base/json.ts";
import type { Usage } from "./model_response.ts";

/**
 * Reads the usage that a reply reports, whoever reports it.
 *
 * | who                                  | prompt, reply                          | cached, written, reasoning                                                   |
 * | ------------------------------------ | -------------------------------------- | ---------------------------------------------------------------------------- |
 * | chat completions (OpenAI, gateways)  | `prompt_tokens`, `completion_tokens`   | in `…_tokens_details`: `cached_tokens`, `cache_creation_tokens`, `reasoning_tokens` |
 * | DeepSeek                             | the same                               | `prompt_cache_hit_tokens`                                                     |
 * | LiteLLM over chat completions        | the same                               | `cache_read_input_tokens`, `cache_creation_input_tokens`, both inside the prompt |
 * | responses (OpenAI)                   | `input_tokens`, `output_tokens`        | in `…_tokens_details`, as above                                               |
 * | messages (Anthropic)                 | the same                               | `cache_read_input_tokens`, `cache_creation_input_tokens`, both beside the prompt |
 * | LangChain's `usage_metadata`         | the same                               | in `…_token_details`: `cache_read`, `cache_creation`, `reasoning`             |
 * | OpenAI Agents' `Usage`               | `inputTokens`, `outputTokens`          | in `…TokensDetails`, an object or a list of them                              |
 * | {@linkcode Usage} itself             | the same                               | `cacheReadTokens`, `cacheWriteTokens`, `reasoningTokens`                      |
 *
 * @param reported The member `usage`, which may be anything.
 * @returns What is a count of tokens in it; `undefined` where nothing was
 * counted: no prompt has 0 tokens, and an endpoint that counts none may say 0.
 */
export function readUsage(reported: unknown): Usage | undefined {
  if (!isJson(reported)) return undefined;
  const input = details(
    reported.prompt_tokens_details ?? reported.input_tokens_details ??
      reported.input_token_details ?? reported.inputTokensDetails,
  );
  const output = details(
    reported.completion_tokens_details ?? reported.output_tokens_details ??
      reported.output_token_details ?? reported.outputTokensDetails,
  );
  const cacheRead = count(input?.cached_tokens) ?? count(input?.cache_read) ??
    count(reported.cache_read_input_tokens) ??
    count(reported.prompt_cache_hit_tokens) ??
    count(reported.cacheReadTokens);
  const cacheWrite = count(input?.cache_creation_tokens) ??
    count(input?.cache_write_tokens) ?? count(input?.cache_creation) ??
    count(reported.cache_creation_input_tokens) ??
    count(reported.cacheWriteTokens);
  const whole = count(reported.prompt_tokens) ?? count(reported.inputTokens);
  let inputTokens = whole ?? count(reported.input_tokens);
  // Anthropic alone counts apart what was cached, and has no details.
  if (whole === undefined && input === undefined && inputTokens !== undefined) {
    inputTokens += (cacheRead ?? 0) + (cacheWrite ?? 0);
  }
  return counted({
    inputTokens,
    outputTokens: count(reported.completion_tokens) ??
      count(reported.output_tokens) ?? count(reported.outputTokens),
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    reasoningTokens: count(output?.reasoning_tokens) ??
      count(output?.reasoning) ?? count(reported.reasoningTokens),
  });
}

/**
 * Adds what a later event of a stream reports to what was reported before it.
 * A 0 or a `null` there does not wipe out a count.
 *
 * @param before What was reported before.
 * @param reported What is reported now, which may be anything.
 * @returns Both, as they were sent.
 */
export function mergeUsage(before: Json, reported: unknown): Json {
  if (!isJson(reported)) return before;
  const merged = { ...before };
  for (const [name, value] of Object.entries(reported)) {
    const known = merged[name];
    if (isJson(value)) {
      merged[name] = mergeUsage(isJson(known) ? known : {}, value);
    } else if (count(value) || known === undefined) merged[name] = value;
  }
  return merged;
}

/**
 * What is known of the usage of a reply that broke off: the output tokens are
 * those so far, or a mere 0.
 *
 * @param usage The usage as far as it was reported.
 * @returns The tokens of the prompt.
 */
export function promptUsage(usage: Usage): Usage {
  const { outputTokens: _, reasoningTokens: __, ...known } = usage;
  return known;
}

/** The details of the prompt or of the reply, where they are an object. */
function details(found: unknown): Json | undefined {
  const first = Array.isArray(found) ? found[0] : found;
  return isJson(first) ? first : undefined;
}

/** A count of tokens: gateways send `null`, fractions, texts and worse. */
function count(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value)
    ? Number(value)
    : value;
  return Number.isSafeInteger(number) && (number as number) >= 0
    ? number as number
    : undefined;
}

const COUNTS = [
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "reasoningTokens",
] as const;

/** The counts that there are; `undefined` where none is more than 0. */
function counted(
  counts: { readonly [K in keyof Usage]: Usage[K] | undefined },
): Usage | undefined {
  const known: { -readonly [K in keyof Usage]: Usage[K] } = {};
  let isAny = false;
  for (const name of COUNTS) {
    const tokens = counts[name];
    if (tokens === undefined) continue;
    known[name] = tokens;
    isAny ||= tokens > 0;
  }
  return isAny ? known : undefined;
}
