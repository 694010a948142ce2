import { isJson, type Json } from "../../../../tracing/base/json.ts";
import {
  type Fault,
  faultsOf,
  list,
  members,
  oneOf,
  text,
  unknown,
  whole,
} from "./_checks.ts";
import { queryFaults } from "./query_rules.ts";

/*
 * What Honeycomb documents of a trigger: "API" is its OpenAPI document
 * (docs.honeycomb.io/api/triggers), "page" docs.honeycomb.io/notify/triggers,
 * "provider" github.com/honeycombio/terraform-provider-honeycombio.
 */

/** API, `TriggerWithInlineQuery`: what its query may not have. */
const PROHIBITED = ["orders", "limit", "start_time", "end_time", "usage_mode"];

/** API; page, of rates: what it may not calculate. */
const NOT_CALCULATED = [
  "HEATMAP",
  "CONCURRENCY",
  "RATE_AVG",
  "RATE_SUM",
  "RATE_MAX",
];

/** API, `frequency`. */
const LEAST_FREQUENCY = 60;
const MOST_FREQUENCY = 86_400;

/** API, `time_range` of its query: from one period to so many, and a day. */
const MOST_PERIODS = 4;

/** API, properties of `BaseTrigger`, and the query. */
const MEMBERS = [
  ..."name description tags threshold frequency alert_type disabled".split(" "),
  ..."recipients evaluation_schedule_type evaluation_schedule".split(" "),
  ..."baseline_details query query_id".split(" "),
];

/**
 * Checks a trigger against what Honeycomb documents of it.
 *
 * @param trigger What is sent.
 * @returns What is wrong; empty where nothing is.
 */
export function triggerFaults(trigger: unknown): string[] {
  if (!isJson(trigger)) return ["the trigger: no object"];
  const { query, query_id, frequency = 900 } = trigger;
  return faultsOf(
    unknown(trigger, MEMBERS),
    text(trigger, "name", { least: 1, most: 120 }),
    text(trigger, "description", { most: 1023 }),
    list(trigger, "tags", 10).fault,
    thresholdFaults(members(trigger.threshold)),
    whole(trigger, "frequency", LEAST_FREQUENCY, MOST_FREQUENCY),
    Number(frequency) % 60 !== 0 && "frequency: no whole minutes",
    oneOf(trigger, "alert_type", ["on_change", "on_true"]),
    recipientFaults(trigger),
    baselineFaults(trigger),
    (query === undefined) === (query_id === undefined) &&
      "query: needs a query or a query_id, and not both",
    query === undefined
      ? []
      : [...queryFaults(query), ...subsetFaults(query, Number(frequency))],
  );
}

/** API, `threshold`. */
function thresholdFaults(threshold: Json): Fault[] {
  return [
    threshold.op === undefined && "threshold: no op",
    oneOf(threshold, "op", [">", ">=", "<", "<="]),
    typeof threshold.value !== "number" && "threshold: no value",
    whole(threshold, "exceeded_limit", 1, 5),
  ];
}

/** API, `recipients`: by id; a type and a target are the older form. */
function recipientFaults(trigger: Json): Fault[] {
  const { items, fault } = list(trigger, "recipients", Infinity);
  return [
    fault,
    ...items.map(members).map(({ id, type, target }) =>
      typeof id !== "string" &&
      (typeof type !== "string" || typeof target !== "string") &&
      "recipients: no id"
    ),
  ];
}

/** API, `baseline_details`; an empty object takes the baseline away. */
function baselineFaults({ baseline_details: details }: Json): Fault[] {
  if (details === undefined) return [];
  const baseline = members(details);
  if (Object.keys(baseline).length === 0) return [];
  return [
    ...unknown(baseline, ["offset_minutes", "type"]),
    ![60, 1440, 10_080, 40_320].includes(Number(baseline.offset_minutes)) &&
    "baseline_details: no such offset_minutes",
    baseline.type !== "percentage" && baseline.type !== "value" &&
    "baseline_details: no such type",
  ];
}

/** API, `TriggerWithInlineQuery`; provider, `MatchesTriggerSubset`. */
function subsetFaults(query: unknown, frequency: number): Fault[] {
  const spec = members(query);
  const calculations = list(spec, "calculations", Infinity).items.map(members);
  const havings = list(spec, "havings", Infinity).items;
  const { time_range: range } = spec;
  const most = Math.min(MOST_PERIODS * frequency, MOST_FREQUENCY);
  return [
    calculations.length !== 1 && "query: not exactly one calculation",
    ...calculations.map(({ op }) =>
      NOT_CALCULATED.includes(`${op}`) && `query: ${op} in a trigger`
    ),
    ...PROHIBITED.map((name) =>
      spec[name] !== undefined && `query: ${name} in a trigger`
    ),
    // Only datasets of metrics have it.
    spec.granularity !== undefined && "query: granularity in a trigger",
    havings.length > 1 && "query: more than one having",
    (typeof range !== "number" || range < frequency || range > most) &&
    `query: time_range is not from the frequency to ${most}`,
  ];
}
