import type { Panel } from "./panel.ts";
import { agents, chats, runs, select, tools, turns } from "./spansets.ts";

/** What went wrong. */
export const TROUBLE_PANELS: readonly Panel[] = [
  {
    question: "tools",
    title: "Failing tools",
    description: "Tool calls that failed, by tool and kind of error.",
    draw: "bars",
    targets: [{
      query: `${
        tools("status = error")
      } | count_over_time() by (span.tool.server, span.tool.name, span.error.type)`,
    }],
  },
  {
    question: "tools",
    title: "Failed tool calls",
    description: "Each call that failed, and the turn that asked for it.",
    draw: "table",
    targets: [{
      query: `${tools("status = error")} | ${
        select(
          "tool.server",
          "tool.name",
          "error.type",
          "gen_ai.agent.name",
          "turn.index",
          "tool.result.size",
        )
      }`,
    }],
  },
  {
    question: "loops",
    title: "Runs of many turns",
    description: "Agents that reached turn $max_turns.",
    draw: "table",
    targets: [{
      query: `${turns("span.turn.index = $max_turns")} | ${
        select(
          "agent.runner",
          "agent.run_id",
          "gen_ai.agent.name",
          "turn.index",
          "gen_ai.usage.input_tokens",
          "turn.prompt.grew_by",
        )
      }`,
    }],
  },
  {
    question: "loops",
    title: "One tool, many calls",
    description: "Runs that called one tool more than $repeats times.",
    draw: "table",
    targets: [{
      query: `${tools()} | by(span.tool.name) | count() > $repeats | ${
        select("tool.name", "tool.server", "turn.index")
      }`,
    }],
  },
  {
    question: "loops",
    title: "Most turns",
    description: "The highest turn.index, by runner.",
    draw: "lines",
    targets: [{
      query:
        `${turns()} | max_over_time(span.turn.index) by (span.agent.runner)`,
    }],
  },
  {
    question: "loops",
    title: "Turn limits",
    description:
      "Runs and sub-agents that ended at their turn limit, by agent.",
    draw: "bars",
    targets: [{
      query: `${
        agents('span.error.type = "max_turns"')
      } | count_over_time() by (span.gen_ai.agent.name)`,
    }],
  },
  {
    question: "budgets",
    title: "Runs that a budget stopped",
    description:
      "The tokens that each run had used when its budget stopped it, and its costliest source.",
    draw: "table",
    sortBy: "agent.usage.input_tokens",
    targets: [{
      query: `${runs('span.error.type = "token_budget"')} | ${
        select(
          "agent.runner",
          "agent.run_id",
          "agent.turns",
          "agent.usage.input_tokens",
          "agent.usage.output_tokens",
          "agent.prompt.max_tokens",
          "agent.prompt.top_source",
          "agent.prompt.top_source_tokens",
        )
      }`,
    }],
  },
  {
    question: "budgets",
    title: "Budget stops",
    description: "Runs that a token budget stopped, by runner.",
    draw: "bars",
    targets: [{
      query: `${
        runs('span.error.type = "token_budget"')
      } | count_over_time() by (span.agent.runner)`,
    }],
  },
  {
    question: "errors",
    title: "Failed model calls",
    description:
      "Calls that failed after all of their attempts, by model and kind of error.",
    draw: "bars",
    targets: [{
      query: `${
        chats("status = error")
      } | count_over_time() by (span.gen_ai.request.model, span.error.type)`,
    }],
  },
  {
    question: "errors",
    title: "Failed attempts",
    description:
      "Failed HTTP requests of model calls, including those that were retried, by kind of error.",
    draw: "bars",
    targets: [{
      query:
        `${chats()} > { span.http.request.method != nil && status = error } | count_over_time() by (span.error.type)`,
    }],
  },
];
