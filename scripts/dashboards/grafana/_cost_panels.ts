import { GROUPS } from "../groups.ts";
import type { Panel } from "./panel.ts";
import { chats, runs, tools, turns } from "./spansets.ts";

/** Tokens, money and time. */
export const COST_PANELS: readonly Panel[] = [
  ...GROUPS.map(([name, attribute]) => tokens(name, attribute)),
  ...GROUPS.map(([name, attribute]) => cost(name, attribute)),
  {
    question: "tokens",
    title: "Cost by model, as the proxy's spans say",
    description:
      "US dollars by model, including streamed replies, whose cost is only on the proxy's own spans, in its newer span set.",
    draw: "bars",
    unit: "currencyUSD",
    targets: [{
      query:
        `{ resource.service.name = "litellm" && span.litellm.cost.total != nil } | sum_over_time(span.litellm.cost.total) by (span.gen_ai.request.model) | topk(10)`,
    }],
  },
  {
    question: "latency",
    title: "Time of a turn",
    description: "Median and 95th percentile, by runner.",
    draw: "lines",
    unit: "s",
    targets: [0.5, 0.95].map((quantile) => ({
      query:
        `${turns()} | quantile_over_time(duration, ${quantile}) by (span.agent.runner)`,
    })),
  },
  {
    question: "latency",
    title: "Time of a tool call",
    description: "95th percentile, by tool.",
    draw: "lines",
    unit: "s",
    targets: [{
      query:
        `${tools()} | quantile_over_time(duration, 0.95) by (span.tool.server, span.tool.name)`,
    }],
  },
  {
    question: "latency",
    title: "Time to the first chunk",
    description: "Time until a streamed reply begins, by model.",
    draw: "lines",
    unit: "s",
    // Tempo has no quantiles of what is no duration and no whole number.
    targets: [["avg", "average"], ["max", "longest"]].map((
      [operation, legend = ""],
    ) => ({
      query: `${
        chats("span.gen_ai.response.time_to_first_chunk != nil")
      } | ${operation}_over_time(span.gen_ai.response.time_to_first_chunk) by (span.gen_ai.request.model)`,
      legend,
    })),
  },
];

function tokens(name: string, attribute: string): Panel {
  const some = turns(`span.${attribute} != nil`);
  return {
    question: "tokens",
    title: `Tokens by ${name}`,
    description:
      `Prompt and reply tokens by ${name}, each call once, cached tokens included.`,
    draw: "bars",
    targets: [
      {
        query:
          `${some} | sum_over_time(span.gen_ai.usage.input_tokens) by (span.${attribute}) | topk(10)`,
        legend: "prompt",
      },
      {
        query:
          `${some} | sum_over_time(span.gen_ai.usage.output_tokens) by (span.${attribute}) | topk(10)`,
        legend: "reply",
      },
    ],
  };
}

function cost(name: string, attribute: string): Panel {
  // The runner is on the run alone, which has the sum where all of it is known.
  const [some, dollars] = name === "runner"
    ? [runs("span.agent.cost.total_usd != nil"), "agent.cost.total_usd"]
    : [
      chats("span.litellm.cost.total != nil", `span.${attribute} != nil`),
      "litellm.cost.total",
    ];
  return {
    question: "tokens",
    title: `Cost by ${name}`,
    description:
      `US dollars by ${name}, as a LiteLLM proxy says in the headers of a reply; a streamed reply has none.`,
    draw: "bars",
    unit: "currencyUSD",
    targets: [{
      query:
        `${some} | sum_over_time(span.${dollars}) by (span.${attribute}) | topk(10)`,
    }],
  };
}
