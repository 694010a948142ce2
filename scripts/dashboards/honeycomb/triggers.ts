import type { Trigger } from "../../../cli/honeycomb/dashboard.ts";
import type {
  Calculation,
  Filter,
  QuerySpec,
} from "../../../cli/honeycomb/query_spec.ts";
import { calc, has } from "./query.ts";
import { turns } from "./spans.ts";

const QUARTER_SECONDS = 900;
const DAY_SECONDS = 86_400;

/** A trigger looks at most at this many times the time between two of its runs. */
const MOST_PERIODS = 4;

/** What tells somebody that a run needs a look. */
export const TRIGGERS: readonly Trigger[] = [
  {
    name: "turnspan: a prompt over the limit",
    description:
      "A turn sent a prompt of more than 32,000 tokens. The board's first table says which, and what made it grow.",
    query: query(turns(), calc("MAX", "gen_ai.usage.input_tokens"), [
      "agent.runner",
    ], QUARTER_SECONDS),
    threshold: { op: ">", value: 32_000 },
    frequency: QUARTER_SECONDS,
    alert_type: "on_change",
  },
  {
    name: "turnspan: a source doubled",
    description:
      "As the largest source of its turns, this one cost at least 100 % more tokens in 24 hours than in the 24 hours before.",
    query: query(
      turns(has("turn.prompt.top_source")),
      calc("SUM", "turn.prompt.top_source_tokens"),
      ["turn.prompt.top_source"],
      DAY_SECONDS,
    ),
    threshold: { op: ">=", value: 100 },
    frequency: DAY_SECONDS / MOST_PERIODS,
    alert_type: "on_change",
    baseline_details: { offset_minutes: 1440, type: "percentage" },
  },
  {
    name: "turnspan: a cache broke",
    description:
      "The prompt of a turn did not begin with the whole of the one before, so the cache could not be used for the rest. The group says which source differs first.",
    query: query(turns(has("turn.cache.broken_by")), calc("COUNT"), [
      "turn.cache.broken_by",
    ], QUARTER_SECONDS),
    threshold: { op: ">", value: 0 },
    frequency: QUARTER_SECONDS,
    alert_type: "on_change",
  },
  {
    name: "turnspan: an agent takes many turns",
    description:
      "An agent came past turn 20. It may be in a loop: see which tool it calls again and again.",
    query: query(turns(), calc("MAX", "turn.index"), [
      "agent.run_id",
      "gen_ai.agent.name",
    ], QUARTER_SECONDS),
    threshold: { op: ">", value: 20 },
    frequency: QUARTER_SECONDS,
    alert_type: "on_change",
  },
];

function query(
  filters: readonly Filter[],
  calculation: Calculation,
  breakdowns: readonly string[],
  time_range: number,
): QuerySpec {
  return { calculations: [calculation], filters, breakdowns, time_range };
}
