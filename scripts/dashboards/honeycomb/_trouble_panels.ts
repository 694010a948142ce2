import type { Panel } from "./panel.ts";
import { calc, has, is, query } from "./query.ts";
import { chats, FAILED, runs, tools, turns } from "./spans.ts";

/** What went wrong. */
export const TROUBLE_PANELS: readonly Panel[] = [
  {
    question: "tools",
    title: "Failing tools",
    description: "Tool calls that failed, by tool and kind of error.",
    draw: "bars",
    query: query(tools(FAILED), [calc("COUNT")], {
      breakdowns: ["tool.server", "tool.name", "error.type"],
    }),
  },
  {
    question: "tools",
    title: "Failed tool calls",
    description:
      "Each call that failed, the agent and the turn that asked for it, the size of its answer in bytes and its time in milliseconds.",
    draw: "table",
    query: query(
      tools(FAILED),
      [calc("MAX", "duration_ms"), calc("MAX", "tool.result.size")],
      {
        breakdowns: [
          "tool.server",
          "tool.name",
          "error.type",
          "gen_ai.agent.name",
          "turn.index",
          "trace.trace_id",
          "trace.span_id",
        ],
        limit: 100,
      },
    ),
  },
  {
    question: "loops",
    title: "Runs of many turns",
    description:
      "Agents that came to turn 20, and the largest prompt that they sent. For another limit, change the query's HAVING.",
    draw: "table",
    query: query(
      turns(),
      [calc("MAX", "turn.index"), calc("MAX", "gen_ai.usage.input_tokens")],
      {
        breakdowns: ["agent.runner", "agent.run_id", "gen_ai.agent.name"],
        havings: [{
          calculate_op: "MAX",
          column: "turn.index",
          op: ">=",
          value: 20,
        }],
        limit: 100,
      },
    ),
  },
  {
    question: "loops",
    title: "One tool, many calls",
    description:
      "Traces in which one tool was called more than 10 times. For another limit, change the query's HAVING.",
    draw: "table",
    query: query(tools(), [calc("COUNT")], {
      breakdowns: ["trace.trace_id", "tool.server", "tool.name"],
      havings: [{ calculate_op: "COUNT", op: ">", value: 10 }],
      limit: 100,
    }),
  },
  {
    question: "loops",
    title: "Most turns",
    description: "The highest turn.index, by runner.",
    draw: "lines",
    query: query(turns(), [calc("MAX", "turn.index")], {
      breakdowns: ["agent.runner"],
    }),
  },
  {
    question: "loops",
    title: "Turn limits",
    description:
      "Runs and sub-agents that ended at their turn limit, by agent.",
    draw: "bars",
    query: query(
      [
        { column: "name", op: "in", value: ["agent.run", "agent.invoke"] },
        is("error.type", "max_turns"),
      ],
      [calc("COUNT")],
      { breakdowns: ["name", "gen_ai.agent.name"] },
    ),
  },
  {
    question: "budgets",
    title: "Runs that a budget stopped",
    description:
      "The tokens that each run had used when its budget stopped it, and its costliest source.",
    draw: "table",
    query: query(
      runs(is("error.type", "token_budget")),
      [
        calc("MAX", "agent.usage.input_tokens"),
        calc("MAX", "agent.usage.output_tokens"),
        calc("MAX", "agent.prompt.max_tokens"),
        calc("MAX", "agent.turns"),
        calc("MAX", "agent.prompt.top_source_tokens"),
      ],
      {
        breakdowns: [
          "agent.runner",
          "agent.run_id",
          "agent.prompt.top_source",
          "trace.trace_id",
        ],
        limit: 100,
      },
    ),
  },
  {
    question: "budgets",
    title: "Budget stops",
    description: "Runs that a token budget stopped, by runner.",
    draw: "bars",
    query: query(runs(is("error.type", "token_budget")), [calc("COUNT")], {
      breakdowns: ["agent.runner"],
    }),
  },
  {
    question: "errors",
    title: "Failed model calls",
    description:
      "Calls that failed after all of their attempts, by model and kind of error.",
    draw: "bars",
    query: query(chats(FAILED), [calc("COUNT")], {
      breakdowns: ["gen_ai.request.model", "error.type"],
    }),
  },
  {
    question: "errors",
    title: "Failed HTTP requests",
    description:
      "Requests of our programs that failed, by service, address and kind of error: attempts of model calls, those that were sent again included, and requests to MCP servers. Which call one belongs to is in its trace.",
    draw: "bars",
    query: query(
      [has("http.request.method"), has("url.full"), FAILED],
      [calc("COUNT")],
      { breakdowns: ["service.name", "server.address", "error.type"] },
    ),
  },
];
