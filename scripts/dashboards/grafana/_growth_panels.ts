import type { Panel } from "./panel.ts";
import { invokes, runs, select, turns } from "./spansets.ts";

/** Prompts that are large, what they hold, and what the cache made of them. */
export const GROWTH_PANELS: readonly Panel[] = [
  {
    question: "largest",
    title: "Largest prompts",
    description:
      "Turns whose prompt has $min_tokens tokens or more: how much it grew, the source of most of the growth, and its largest source.",
    draw: "table",
    sortBy: "gen_ai.usage.input_tokens",
    targets: [{
      query: `${turns("span.gen_ai.usage.input_tokens >= $min_tokens")} | ${
        select(
          "agent.runner",
          "agent.run_id",
          "gen_ai.agent.name",
          "turn.index",
          "gen_ai.usage.input_tokens",
          "turn.prompt.delta_tokens",
          "turn.prompt.grew_by",
          "turn.prompt.grew_by_tokens",
          "turn.prompt.top_source",
          "turn.prompt.top_source_tokens",
        )
      }`,
    }],
  },
  {
    question: "largest",
    title: "Largest prompt over time",
    description: "Tokens of the largest prompt, by runner.",
    draw: "lines",
    targets: [{
      query:
        `${turns()} | max_over_time(span.gen_ai.usage.input_tokens) by (span.agent.runner)`,
    }],
  },
  {
    question: "largest",
    title: "What made prompts grow",
    description: "New tokens, by the source of most of the growth.",
    draw: "bars",
    targets: [{
      query: `${
        turns("span.turn.prompt.grew_by != nil")
      } | sum_over_time(span.turn.prompt.grew_by_tokens) by (span.turn.prompt.grew_by) | topk(10)`,
    }],
  },
  {
    question: "sources",
    title: "Costliest source of a turn",
    description:
      "Tokens of the largest source of each turn, summed over the turns. The smaller sources are in the ledger of each turn, which a backend cannot sum.",
    draw: "bars",
    targets: [{
      query: `${
        turns("span.turn.prompt.top_source != nil")
      } | sum_over_time(span.turn.prompt.top_source_tokens) by (span.turn.prompt.top_source) | topk(10)`,
    }],
  },
  {
    question: "sources",
    title: "Costliest source of a run",
    description:
      "Tokens of the largest source of each run, over all its calls, summed over the runs.",
    draw: "bars",
    targets: [{
      query: `${
        runs("span.agent.prompt.top_source != nil")
      } | sum_over_time(span.agent.prompt.top_source_tokens) by (span.agent.prompt.top_source) | topk(10)`,
    }],
  },
  {
    question: "sources",
    title: "Costliest source of a sub-agent",
    description:
      "The same for agents that a tool call started, by agent and source.",
    draw: "bars",
    targets: [{
      query: `${
        invokes("span.agent.prompt.top_source != nil")
      } | sum_over_time(span.agent.prompt.top_source_tokens) by (span.gen_ai.agent.name, span.agent.prompt.top_source) | topk(10)`,
    }],
  },
  {
    question: "cache",
    title: "What broke the cache",
    description:
      "Turns whose prompt does not begin with the whole previous prompt, by the source of the first difference.",
    draw: "bars",
    targets: [{
      query: `${
        turns("span.turn.cache.broken_by != nil")
      } | count_over_time() by (span.turn.cache.broken_by)`,
    }],
  },
  {
    question: "cache",
    title: "Tokens that could be read from the cache",
    description:
      "Expected: tokens at the beginning of the prompt that are the same as in the previous one. Read: tokens that the provider read from its cache. Prompt: all tokens. If read is below expected, the cache was lost or not used.",
    draw: "lines",
    targets: [
      {
        query: `${turns()} | sum_over_time(span.turn.cache.expected_tokens)`,
        legend: "expected",
      },
      {
        query:
          `${turns()} | sum_over_time(span.gen_ai.usage.cache_read.input_tokens)`,
        legend: "read",
      },
      {
        query: `${turns()} | sum_over_time(span.gen_ai.usage.input_tokens)`,
        legend: "prompt",
      },
    ],
  },
  {
    question: "cache",
    title: "Turns that broke the cache",
    description:
      "What broke the cache, and how many tokens before it are the same as in the previous prompt.",
    draw: "table",
    sortBy: "gen_ai.usage.input_tokens",
    targets: [{
      query: `${turns("span.turn.cache.broken_by != nil")} | ${
        select(
          "agent.runner",
          "agent.run_id",
          "gen_ai.agent.name",
          "turn.index",
          "turn.cache.broken_by",
          "turn.cache.expected_tokens",
          "gen_ai.usage.cache_read.input_tokens",
          "gen_ai.usage.cache_write.input_tokens",
          "gen_ai.usage.input_tokens",
        )
      }`,
    }],
  },
];
