import { GROUPS } from "../groups.ts";
import type { Panel } from "./panel.ts";
import { calc, has, is, query } from "./query.ts";
import { chats, runs, tools, turns } from "./spans.ts";

const COST = "litellm.cost.total";
const FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

/** Tokens, money and time. */
export const COST_PANELS: readonly Panel[] = [
  ...GROUPS.map(([name, column]) => tokens(name, column)),
  ...GROUPS.map(([name, column]) => cost(name, column)),
  {
    question: "tokens",
    title: "Cost by model, as the proxy's spans say",
    description:
      "US dollars by model, streamed replies included: a LiteLLM proxy says what those cost on its own spans only, in its newer span set. It is the same money again: do not add it to the others.",
    draw: "bars",
    query: query(
      [is("service.name", "litellm"), has(COST)],
      [calc("SUM", COST), calc("COUNT")],
      { breakdowns: ["gen_ai.request.model"] },
    ),
  },
  {
    question: "latency",
    title: "Time of a turn",
    description:
      "Half and 95 in 100 of all turns take at most this, in milliseconds, by runner.",
    draw: "lines",
    query: query(
      turns(),
      [calc("P95", "duration_ms"), calc("P50", "duration_ms")],
      { breakdowns: ["agent.runner"] },
    ),
  },
  {
    question: "latency",
    title: "Time of a tool call",
    description:
      "95 in 100 of all calls take at most this, in milliseconds, by server and tool.",
    draw: "lines",
    query: query(tools(), [calc("P95", "duration_ms"), calc("COUNT")], {
      breakdowns: ["tool.server", "tool.name"],
    }),
  },
  {
    question: "latency",
    title: "Time to the first chunk",
    description:
      "95 in 100 of all streamed replies begin within this, in seconds, by model.",
    draw: "lines",
    query: query(chats(has(FIRST_CHUNK)), [calc("P95", FIRST_CHUNK)], {
      breakdowns: ["gen_ai.request.model"],
    }),
  },
];

function tokens(name: string, column: string): Panel {
  return {
    question: "tokens",
    title: `Tokens by ${name}`,
    description:
      `Prompt and reply tokens by ${name}, each call once, cached tokens included, and the number of turns.`,
    draw: "bars",
    query: query(
      turns(has(column)),
      [
        calc("SUM", "gen_ai.usage.input_tokens"),
        calc("SUM", "gen_ai.usage.output_tokens"),
        calc("COUNT"),
      ],
      { breakdowns: [column] },
    ),
  };
}

function cost(name: string, column: string): Panel {
  // The runner is on the run alone, which has the sum where all of it is known.
  const [some, dollars] = name === "runner"
    ? [runs(has("agent.cost.total_usd")), "agent.cost.total_usd"]
    : [chats(has(COST), has(column)), COST];
  return {
    question: "tokens",
    title: `Cost by ${name}`,
    description: name === "runner"
      ? "US dollars by runner, of the runs in which a LiteLLM proxy said what every call cost, in the headers of its reply. A streamed reply has none."
      : `US dollars by ${name}, as a LiteLLM proxy says in the headers of a reply. A streamed reply has none, and is left out.`,
    draw: "bars",
    query: query(some, [calc("SUM", dollars), calc("COUNT")], {
      breakdowns: [column],
    }),
  };
}
