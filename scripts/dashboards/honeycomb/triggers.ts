import { count } from "../../../turns/draw/format.ts";
import type { Trigger } from "../../../cli/honeycomb/dashboard.ts";
import type {
  Calculation,
  Filter,
  QuerySpec,
} from "../../../cli/honeycomb/query_spec.ts";
import { LARGE_PROMPT, LATE_TURN, WORTH_A_CACHE } from "../alert_limits.ts";
import { calc, has } from "./query.ts";
import { runs, turns } from "./spans.ts";

const QUARTER_SECONDS = 900;
/**
 * A span counts at the time at which it begins, and arrives when it has ended:
 * the time looked at is longer than the time between two looks.
 */
const LATELY_SECONDS = 2 * QUARTER_SECONDS;
const DAY_SECONDS = 86_400;

/** A trigger looks at most at this many times the time between two looks. */
const MOST_PERIODS = 4;

/** What tells somebody that a run needs a look. */
export const TRIGGERS: readonly Trigger[] = [
  {
    name: "turnspan: a prompt over the limit",
    description: `A turn sent a prompt of more than ${
      count(LARGE_PROMPT)
    } tokens. The board's first table says which, and what made it grow.`,
    query: query(turns(), calc("MAX", "gen_ai.usage.input_tokens"), [
      "agent.runner",
      "gen_ai.agent.name",
    ], LATELY_SECONDS),
    threshold: { op: ">", value: LARGE_PROMPT },
    frequency: QUARTER_SECONDS,
    alert_type: "on_change",
  },
  {
    name: "turnspan: a source doubled",
    // A mean by run, so that twice as many runs are no alarm.
    description:
      "Where it is a run's costliest source, this one cost a run at least 100 % more tokens in 24 hours than in the 24 hours before.",
    query: query(
      runs(has("agent.prompt.top_source")),
      calc("AVG", "agent.prompt.top_source_tokens"),
      ["agent.prompt.top_source"],
      DAY_SECONDS,
    ),
    threshold: { op: ">=", value: 100 },
    frequency: DAY_SECONDS / MOST_PERIODS,
    alert_type: "on_change",
    baseline_details: { offset_minutes: 1440, type: "percentage" },
  },
  {
    name: "turnspan: a cache broke",
    description: `A prompt of more than ${
      count(WORTH_A_CACHE)
    } tokens did not begin with the whole of the one before, so the rest could not be read from the cache. The group says which source differs first.`,
    query: query(
      turns(
        has("turn.cache.broken_by"),
        {
          column: "gen_ai.usage.input_tokens",
          op: ">",
          value: WORTH_A_CACHE,
        },
        // It writes the prompt of every step anew, and so breaks each time.
        { column: "agent.runner", op: "!=", value: "plan_execute" },
      ),
      calc("COUNT"),
      ["agent.runner", "turn.cache.broken_by"],
      LATELY_SECONDS,
    ),
    threshold: { op: ">", value: 0 },
    frequency: QUARTER_SECONDS,
    alert_type: "on_change",
  },
  {
    name: "turnspan: an agent takes many turns",
    description:
      `An agent came past turn ${LATE_TURN}. It may be in a loop: see which tool it calls again and again.`,
    query: query(turns(), calc("MAX", "turn.index"), [
      "agent.run_id",
      "gen_ai.agent.name",
    ], LATELY_SECONDS),
    threshold: { op: ">", value: LATE_TURN },
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
