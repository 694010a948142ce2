import type { Panel } from "./panel.ts";
import { invokes, runs, select, turns } from "./spansets.ts";

/** Prompts that are large, what they hold, and what the cache made of them. */
export const GROWTH_PANELS: readonly Panel[] = [
  {
    question: "largest",
    title: "Largest prompts",
    description:
      "Turns whose prompt has $min_tokens tokens or more: by how much it had grown, what made most of that, and what it holds most of.",
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
    description:
      "New tokens, by the source that brought the most of them into the prompt.",
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
      "Tokens that the largest source of each turn held, summed over the turns. The smaller sources of a turn are in its ledger, which a backend cannot sum.",
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
      "Tokens that the largest source of each run cost until its end, summed over the runs.",
    draw: "bars",
    targets: [{
      query: `${
        runs("span.agent.prompt.top_source != nil")
      } | sum_over_time(span.agent.prompt.top_source_tokens) by (span.agent.prompt.top_source) | topk(10)`,
    }],
  },
  {
    question: "sources",
    title: "Costliest source of an agent inside",
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
      "Turns whose prompt did not begin with the whole of the one before, by the source of the first piece that differs.",
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
      "What the request before began with too, what was read from the cache, and all of the prompt. Where the first two are apart, the cache was lost or was never there.",
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
      "What broke it, and how many tokens stayed the same before that piece.",
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
