import type { Panel } from "./panel.ts";
import { calc, has, query } from "./query.ts";
import { invokes, runs, turns } from "./spans.ts";

const INPUT = "gen_ai.usage.input_tokens";

/** What tells a turn from every other: agents of one name may run twice. */
const TURN = [
  "agent.runner",
  "agent.run_id",
  "gen_ai.agent.name",
  "turn.index",
] as const;

/** Prompts that are large, what they hold, and what the cache made of them. */
export const GROWTH_PANELS: readonly Panel[] = [
  {
    question: "largest",
    title: "Largest prompts",
    description:
      "Turns whose prompt has 14,000 tokens or more, one row each: how much it grew, the source of most of the growth, and its largest source. For another limit, change the query's WHERE.",
    draw: "table",
    query: query(
      turns({ column: INPUT, op: ">=", value: 14_000 }),
      [
        calc("MAX", INPUT),
        calc("MAX", "turn.prompt.delta_tokens"),
        calc("MAX", "turn.prompt.grew_by_tokens"),
        calc("MAX", "turn.prompt.top_source_tokens"),
      ],
      {
        breakdowns: [
          ...TURN,
          "turn.prompt.grew_by",
          "turn.prompt.top_source",
          "trace.span_id",
        ],
        limit: 100,
      },
    ),
  },
  {
    question: "largest",
    title: "Largest prompt over time",
    description: "Tokens of the largest prompt, by runner.",
    draw: "lines",
    query: query(turns(has(INPUT)), [calc("MAX", INPUT)], {
      breakdowns: ["agent.runner"],
    }),
  },
  {
    question: "largest",
    title: "What made prompts grow",
    description:
      "New tokens, by the source that brought the most of them into the prompt, and in how many turns it did.",
    draw: "bars",
    query: query(
      turns(has("turn.prompt.grew_by")),
      [calc("SUM", "turn.prompt.grew_by_tokens"), calc("COUNT")],
      { breakdowns: ["turn.prompt.grew_by"] },
    ),
  },
  {
    question: "sources",
    title: "Costliest source of a turn",
    description:
      "Tokens that the largest source of each turn held, summed over the turns. The smaller sources of a turn are in its ledger, a list that Honeycomb keeps as text and cannot sum.",
    draw: "bars",
    query: query(
      turns(has("turn.prompt.top_source")),
      [calc("SUM", "turn.prompt.top_source_tokens"), calc("COUNT")],
      { breakdowns: ["turn.prompt.top_source"] },
    ),
  },
  {
    question: "sources",
    title: "Costliest source of a run",
    description:
      "Tokens of the largest source of each run, over all its calls, summed over the runs. The other sources: see the ledger of a run, below.",
    draw: "bars",
    query: query(
      runs(has("agent.prompt.top_source")),
      [calc("SUM", "agent.prompt.top_source_tokens"), calc("COUNT")],
      { breakdowns: ["agent.prompt.top_source"] },
    ),
  },
  {
    question: "sources",
    title: "Costliest source of a sub-agent",
    description:
      "The same for agents that a tool call started, by agent and source. It is part of the run's, too.",
    draw: "bars",
    query: query(
      invokes(has("agent.prompt.top_source")),
      [calc("SUM", "agent.prompt.top_source_tokens"), calc("COUNT")],
      { breakdowns: ["gen_ai.agent.name", "agent.prompt.top_source"] },
    ),
  },
  {
    question: "cache",
    title: "What broke the cache",
    description:
      "Turns whose prompt does not begin with the whole previous prompt, by the source of the first difference.",
    draw: "bars",
    query: query(turns(has("turn.cache.broken_by")), [calc("COUNT")], {
      breakdowns: ["turn.cache.broken_by"],
    }),
  },
  {
    question: "cache",
    title: "Tokens that could be read from the cache",
    description:
      "Expected: tokens at the beginning of the prompt that are the same as in the previous one. Read: tokens that the provider read from its cache. Prompt: all tokens. If read is below expected, the cache was lost or not used.",
    draw: "lines",
    query: query(turns(), [
      calc("SUM", "turn.cache.expected_tokens"),
      calc("SUM", "gen_ai.usage.cache_read.input_tokens"),
      calc("SUM", INPUT),
    ]),
  },
  {
    question: "cache",
    title: "Turns that broke the cache",
    description:
      "What broke it, how many tokens stayed the same before that piece, and how many were read from the cache all the same. One row a turn.",
    draw: "table",
    query: query(
      turns(has("turn.cache.broken_by")),
      [
        calc("MAX", INPUT),
        calc("MAX", "turn.cache.expected_tokens"),
        calc("MAX", "gen_ai.usage.cache_read.input_tokens"),
        calc("MAX", "gen_ai.usage.cache_write.input_tokens"),
      ],
      {
        breakdowns: [...TURN, "turn.cache.broken_by", "trace.span_id"],
        limit: 100,
      },
    ),
  },
];
