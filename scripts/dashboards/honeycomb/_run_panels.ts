import type { Panel } from "./panel.ts";
import { calc, has, query } from "./query.ts";
import { runs, tools, turns } from "./spans.ts";

/** How large prompts are, and one run from end to end. */
export const RUN_PANELS: readonly Panel[] = [
  {
    question: "sizes",
    title: "Prompt sizes over time",
    description: "How many turns sent a prompt of how many tokens.",
    draw: "heatmap",
    query: query(turns(), [calc("HEATMAP", "gen_ai.usage.input_tokens")]),
  },
  {
    question: "sizes",
    title: "Prompt sizes",
    description: "Turns by the size class of their prompt, in tokens.",
    draw: "bars",
    query: query(turns(has("turn.prompt.size_bucket")), [calc("COUNT")], {
      breakdowns: ["turn.prompt.size_bucket"],
    }),
  },
  {
    question: "run",
    title: "Runs",
    description:
      "Each run and what it took. Put the trace of a row into the board's filter Trace to see that run alone below; the trace itself opens by the same id.",
    draw: "table",
    query: query(
      runs(),
      [
        calc("MAX", "agent.usage.input_tokens"),
        calc("MAX", "agent.usage.output_tokens"),
        calc("MAX", "agent.prompt.max_tokens"),
        calc("MAX", "agent.turns"),
        calc("MAX", "agent.tool_calls"),
        calc("MAX", "duration_ms"),
        calc("MAX", "agent.cost.total_usd"),
      ],
      {
        breakdowns: [
          "agent.runner",
          "agent.run_id",
          "gen_ai.conversation.id",
          "error.type",
          "trace.trace_id",
        ],
        limit: 100,
      },
    ),
  },
  {
    question: "run",
    title: "Turns of the run",
    description:
      "What each turn's prompt held, in tokens, and why it grew. Without a filter for a run or a trace it lists the turns of all.",
    draw: "table",
    query: query(
      turns(),
      [
        calc("MAX", "gen_ai.usage.input_tokens"),
        calc("MAX", "gen_ai.usage.output_tokens"),
        calc("MAX", "turn.prompt.delta_tokens"),
        calc("MAX", "turn.prompt.grew_by_tokens"),
        calc("MAX", "turn.prompt.tokens.instructions"),
        calc("MAX", "turn.prompt.tokens.tools"),
        calc("MAX", "turn.prompt.tokens.messages"),
        calc("MAX", "turn.prompt.tokens.results"),
      ],
      {
        breakdowns: [
          "agent.run_id",
          "gen_ai.agent.name",
          "turn.index",
          "turn.phase",
          "turn.prompt.grew_by",
          "turn.cache.broken_by",
          "turn.prompt.tokens_basis",
          "trace.span_id",
        ],
        orders: [
          { column: "agent.run_id", order: "ascending" },
          { column: "gen_ai.agent.name", order: "ascending" },
          { column: "turn.index", order: "ascending" },
        ],
        limit: 1000,
      },
    ),
  },
  {
    question: "run",
    title: "Ledger of the run",
    description:
      "What each source cost over the whole run: sources, and their tokens in the same order. They add up to the run's prompt tokens. Honeycomb keeps the two lists as text: it shows them a run at a time, and cannot sum them over runs.",
    draw: "table",
    query: query(
      runs(has("agent.prompt.sources")),
      [calc("MAX", "agent.usage.input_tokens")],
      {
        breakdowns: [
          "agent.run_id",
          "agent.prompt.sources",
          "agent.prompt.source_tokens",
        ],
        limit: 100,
      },
    ),
  },
  {
    question: "run",
    title: "Tool calls of the run",
    description:
      "Each call, the turn that asked for it, the size of its answer in bytes and its time in milliseconds. These spans have no run id: filter by the trace.",
    draw: "table",
    query: query(
      tools(),
      [calc("MAX", "tool.result.size"), calc("MAX", "duration_ms")],
      {
        breakdowns: [
          "trace.trace_id",
          "gen_ai.agent.name",
          "turn.index",
          "tool.server",
          "tool.name",
          "error.type",
          "trace.span_id",
        ],
        orders: [
          { column: "trace.trace_id", order: "ascending" },
          { column: "gen_ai.agent.name", order: "ascending" },
          { column: "turn.index", order: "ascending" },
        ],
        limit: 1000,
      },
    ),
  },
];
