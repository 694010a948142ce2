import { assertEquals } from "@std/assert";
import {
  mergeUsage,
  readUsage,
} from "../../../../tracing/prompt/wire/read_usage.ts";
import type { Usage } from "../../../../tracing/prompt/wire/model_response.ts";

/** Who reports, what, and what it means. */
const REPORTED: readonly (readonly [string, unknown, Usage | undefined])[] = [
  ["nobody", undefined, undefined],
  ["null", null, undefined],
  ["a text", "12", undefined],
  [
    "chat completions",
    {
      prompt_tokens: 1000,
      completion_tokens: 50,
      total_tokens: 1050,
      prompt_tokens_details: { cached_tokens: 600, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 20 },
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 600,
      reasoningTokens: 20,
    },
  ],
  [
    "Anthropic behind LiteLLM: the prompt holds what was cached",
    {
      prompt_tokens: 1000,
      completion_tokens: 50,
      cache_read_input_tokens: 600,
      cache_creation_input_tokens: 100,
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 600,
      cacheWriteTokens: 100,
    },
  ],
  [
    "the same with the details",
    {
      prompt_tokens: 1000,
      completion_tokens: 50,
      prompt_tokens_details: {
        cached_tokens: 600,
        cache_creation_tokens: 100,
      },
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 600,
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 600,
      cacheWriteTokens: 100,
    },
  ],
  [
    "OpenRouter",
    {
      prompt_tokens: 1000,
      completion_tokens: 50,
      prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 100 },
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 0,
      cacheWriteTokens: 100,
    },
  ],
  [
    "DeepSeek",
    {
      prompt_tokens: 1000,
      completion_tokens: 50,
      prompt_cache_hit_tokens: 600,
      prompt_cache_miss_tokens: 400,
    },
    { inputTokens: 1000, outputTokens: 50, cacheReadTokens: 600 },
  ],
  [
    "responses",
    {
      input_tokens: 1000,
      output_tokens: 50,
      input_tokens_details: { cached_tokens: 600 },
      output_tokens_details: { reasoning_tokens: 20 },
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 600,
      reasoningTokens: 20,
    },
  ],
  [
    "messages: what was cached is apart",
    {
      input_tokens: 300,
      output_tokens: 50,
      cache_read_input_tokens: 600,
      cache_creation_input_tokens: 100,
      cache_creation: { ephemeral_5m_input_tokens: 100 },
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 600,
      cacheWriteTokens: 100,
    },
  ],
  [
    "LangChain",
    {
      input_tokens: 1000,
      output_tokens: 50,
      total_tokens: 1050,
      input_token_details: { cache_read: 600, cache_creation: 100 },
      output_token_details: { reasoning: 20 },
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 600,
      cacheWriteTokens: 100,
      reasoningTokens: 20,
    },
  ],
  [
    "OpenAI Agents",
    {
      requests: 1,
      inputTokens: 1000,
      outputTokens: 50,
      inputTokensDetails: [{ cached_tokens: 600 }],
      outputTokensDetails: [{ reasoning_tokens: 20 }],
    },
    {
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 600,
      reasoningTokens: 20,
    },
  ],
  [
    "counts as texts",
    { prompt_tokens: "1000", completion_tokens: "50" },
    { inputTokens: 1000, outputTokens: 50 },
  ],
  [
    "an endpoint that counts nothing",
    {
      prompt_tokens: 0,
      completion_tokens: 0,
      prompt_tokens_details: { cached_tokens: 0 },
    },
    undefined,
  ],
  [
    "a 0 beside another count",
    { prompt_tokens: 0, completion_tokens: 50 },
    { inputTokens: 0, outputTokens: 50 },
  ],
  [
    "what is no count",
    {
      prompt_tokens: -1,
      completion_tokens: 1.5,
      prompt_tokens_details: { cached_tokens: null },
      completion_tokens_details: { reasoning_tokens: "many" },
    },
    undefined,
  ],
];

for (const [who, reported, usage] of REPORTED) {
  Deno.test(`readUsage() reads what is reported by ${who}`, () => {
    assertEquals(readUsage(reported), usage);
  });
}

Deno.test("mergeUsage() wipes out no count with a 0, a null or nothing", () => {
  const start = {
    input_tokens: 10,
    cache_read_input_tokens: 600,
    output_tokens: 1,
    details: { cached: 5, more: 0 },
  };
  const later = [
    { input_tokens: 0, cache_read_input_tokens: null, output_tokens: 25 },
    { details: { cached: 0, more: 3 } },
    undefined,
    "no usage",
  ];
  assertEquals(later.reduce(mergeUsage, start), {
    input_tokens: 10,
    cache_read_input_tokens: 600,
    output_tokens: 25,
    details: { cached: 5, more: 3 },
  });
});
