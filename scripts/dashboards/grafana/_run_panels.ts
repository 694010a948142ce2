import type { Panel } from "./panel.ts";
import { runs, select, tools, turns } from "./spansets.ts";

const THIS_RUN = 'span.agent.run_id = "$run"';

/** How large prompts are, and one run from end to end. */
export const RUN_PANELS: readonly Panel[] = [
  {
    question: "sizes",
    title: "Prompt sizes over time",
    description: "Number of turns by the tokens of their prompt.",
    draw: "heatmap",
    targets: [{
      query: `${turns()} | histogram_over_time(span.gen_ai.usage.input_tokens)`,
    }],
  },
  {
    question: "sizes",
    title: "Prompt sizes",
    description: "Turns by the size class of their prompt, in tokens.",
    draw: "bars",
    targets: [{
      query: `${
        turns("span.turn.prompt.size_bucket != nil")
      } | count_over_time() by (span.turn.prompt.size_bucket)`,
    }],
  },
  {
    question: "run",
    title: "Runs",
    description:
      "The link of a run puts the run and its trace into the boxes at the top, and so shows it below.",
    draw: "table",
    targets: [{
      query: `${runs()} | ${
        select(
          "agent.runner",
          "agent.run_id",
          "gen_ai.conversation.id",
          "agent.turns",
          "agent.tool_calls",
          "agent.usage.input_tokens",
          "agent.usage.output_tokens",
          "agent.prompt.max_tokens",
          "agent.prompt.max_turn",
          "agent.cost.total_usd",
          "error.type",
        )
      }`,
    }],
  },
  {
    question: "run",
    title: "Turns of the run",
    description: "The parts of each turn's prompt in tokens, and why it grew.",
    draw: "table",
    targets: [{
      query: `${turns(THIS_RUN)} | ${
        select(
          "gen_ai.agent.name",
          "turn.index",
          "turn.phase",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.cache_read.input_tokens",
          "turn.prompt.delta_tokens",
          "turn.prompt.grew_by",
          "turn.prompt.grew_by_tokens",
          "turn.prompt.tokens.instructions",
          "turn.prompt.tokens.tools",
          "turn.prompt.tokens.messages",
          "turn.prompt.tokens.results",
          "turn.prompt.tokens_basis",
          "turn.cache.broken_by",
        )
      }`,
    }],
  },
  {
    question: "run",
    title: "Ledger of the run",
    description:
      "What each source cost over the whole run: sources, and their tokens in the same order, which add up to the run's prompt tokens. It is Tempo's reply as it is: Grafana's table has no cell for a list.",
    draw: "table",
    targets: [{
      query: `${runs(THIS_RUN)} | ${
        select(
          "agent.prompt.sources",
          "agent.prompt.source_tokens",
          "agent.usage.input_tokens",
        )
      }`,
    }],
  },
  {
    question: "run",
    title: "Tool calls of the run",
    description:
      "Each call, the turn that asked for it, and its size in bytes.",
    draw: "table",
    targets: [{
      query: `${runs(THIS_RUN)} >> ${tools()} | ${
        select(
          "gen_ai.agent.name",
          "turn.index",
          "tool.server",
          "tool.name",
          "tool.result.size",
          "error.type",
        )
      }`,
    }],
  },
  {
    question: "run",
    title: "The run's trace",
    description:
      "All spans of the trace in the box at the top, a proxy's among them. The ledger of each turn is on its span.",
    draw: "trace",
    targets: [{ query: "$trace" }],
  },
];
