import { isJson, type Json } from "../../../../tracing/base/json.ts";
import {
  type Fault,
  faultsOf,
  list,
  members,
  oneOf,
  unknown,
  whole,
} from "./_checks.ts";

/*
 * What Honeycomb documents of a query specification. "API" is its OpenAPI
 * document (docs.honeycomb.io/api/queries), "reference" its page "Query
 * Specification" (docs.honeycomb.io/reference/query-specification), "provider"
 * the documents and code of github.com/honeycombio/terraform-provider-honeycombio.
 */

/** API, `maxItems` of every list. */
const MOST_ITEMS = 100;

/** API, `QueryOp`. */
const OPS = [
  "COUNT",
  "CONCURRENCY",
  "SUM",
  "AVG",
  "COUNT_DISTINCT",
  "HEATMAP",
  "MAX",
  "MIN",
  ..."P001 P01 P05 P10 P20 P25 P50 P75 P80 P90 P95 P99 P999".split(" "),
  "RATE_AVG",
  "RATE_SUM",
  "RATE_MAX",
];

/** Reference: all but these need a column; provider: these take none. */
const NO_COLUMN = ["COUNT", "CONCURRENCY"];

/** API, `FilterOp`. */
const FILTER_OPS = [
  ..."= != > >= < <= starts-with does-not-start-with ends-with".split(" "),
  ..."does-not-end-with exists does-not-exist contains".split(" "),
  ..."does-not-contain in not-in".split(" "),
];

/** Reference: these two take no value. */
const NO_VALUE = ["exists", "does-not-exist"];

/** Reference: these two take a list. */
const LISTS = ["in", "not-in"];

/** API, `HavingOp`. */
const HAVING_OPS = ["=", "!=", ">", ">=", "<", "<="];

/** API, `limit`: what a query may have when it is created. */
const MOST_GROUPS = 1000;

/** API and reference, `granularity`: a part of the time range. */
const FINEST = 1000;
const COARSEST = 10;

/** API, default of `time_range`. */
const DEFAULT_SECONDS = 7200;

/** API, `compare_time_offset_seconds`. */
const OFFSETS = [
  1800,
  3600,
  7200,
  28_800,
  86_400,
  604_800,
  2_419_200,
  15_724_800,
];

/** API, properties of `Query`. */
const MEMBERS = [
  ..."breakdowns calculations filters filter_combination formulas".split(" "),
  ..."granularity orders limit start_time end_time time_range".split(" "),
  ..."havings calculated_fields compare_time_offset_seconds".split(" "),
  "usage_mode",
];

/**
 * Checks a query specification against what Honeycomb documents of it.
 *
 * @param spec The specification.
 * @returns What is wrong; empty where nothing is.
 */
export function queryFaults(spec: unknown): string[] {
  if (!isJson(spec)) return ["the query: no object"];
  const calculations = list(spec, "calculations", MOST_ITEMS);
  const breakdowns = list(spec, "breakdowns", MOST_ITEMS);
  const filters = list(spec, "filters", MOST_ITEMS);
  const orders = list(spec, "orders", MOST_ITEMS);
  const havings = list(spec, "havings", MOST_ITEMS);
  return faultsOf(
    unknown(spec, MEMBERS),
    [calculations, breakdowns, filters, orders, havings].map((one) =>
      one.fault
    ),
    breakdowns.items.map((name) =>
      (typeof name !== "string" || name === "") && "breakdowns: no column"
    ),
    calculations.items.map((one) => calculationFault(members(one))),
    filters.items.map((one) => filterFault(members(one))),
    oneOf(spec, "filter_combination", ["AND", "OR"]),
    orders.items.map((one) => orderFault(members(one), spec)),
    havings.items.map((one) => havingFault(members(one), spec)),
    whole(spec, "limit", 1, MOST_GROUPS),
    timeFaults(spec),
  );
}

function calculationFault({ op, column }: Json): Fault {
  if (typeof op !== "string" || !OPS.includes(op)) {
    return `calculations: no operation "${op}"`;
  }
  if (NO_COLUMN.includes(op)) {
    return column !== undefined && `calculations: ${op} takes no column`;
  }
  return (typeof column !== "string" || column === "") &&
    `calculations: ${op} needs a column`;
}

function filterFault({ column, op, value }: Json): Fault {
  if (typeof column !== "string" || column === "") {
    return "filters: no column";
  }
  if (typeof op !== "string" || !FILTER_OPS.includes(op)) {
    return `filters: no operator "${op}"`;
  }
  if (NO_VALUE.includes(op)) {
    return value !== undefined && `filters: ${op} takes no value`;
  }
  if (LISTS.includes(op)) {
    return !Array.isArray(value) && `filters: ${op} needs a list`;
  }
  const isPlain = ["string", "number", "boolean"].includes(typeof value);
  return !isPlain && `filters: ${op} needs a value`;
}

/** API, `orders`: each is in the breakdowns or the calculations. */
function orderFault({ op, column, order }: Json, spec: Json): Fault {
  if (order !== undefined && order !== "ascending" && order !== "descending") {
    return `orders: no direction "${order}"`;
  }
  const known = op === undefined
    ? list(spec, "breakdowns", MOST_ITEMS).items.includes(column)
    : isCalculated(spec, op, column);
  return !known && `orders: ${op ?? ""}(${column ?? ""}) is not calculated`;
}

/** API, `havings`; provider: the pair is in the calculations. */
function havingFault(having: Json, spec: Json): Fault {
  const { calculate_op, column, op, value } = having;
  if (
    typeof calculate_op !== "string" || !OPS.includes(calculate_op) ||
    calculate_op === "HEATMAP"
  ) return `havings: no operation "${calculate_op}"`;
  if (typeof op !== "string" || !HAVING_OPS.includes(op)) {
    return `havings: no operator "${op}"`;
  }
  if (typeof value !== "number") return "havings: no number";
  return !isCalculated(spec, calculate_op, column) &&
    `havings: ${calculate_op}(${column ?? ""}) is not calculated`;
}

function isCalculated(spec: Json, op: unknown, column: unknown): boolean {
  return list(spec, "calculations", MOST_ITEMS).items.map(members)
    .some((one) => one.op === op && one.column === column);
}

/** API and reference, "A caveat on time". */
function timeFaults(spec: Json): Fault[] {
  const { time_range, start_time, end_time, granularity } = spec;
  const range = typeof time_range === "number" ? time_range : DEFAULT_SECONDS;
  const offset = spec.compare_time_offset_seconds;
  return [
    whole(spec, "time_range", 1),
    whole(spec, "start_time", 1),
    whole(spec, "end_time", 1),
    time_range !== undefined && start_time !== undefined &&
    end_time !== undefined && "time_range: beside both of its ends",
    Number(start_time) > Number(end_time) && "start_time: after the end",
    whole(spec, "granularity", 1),
    typeof granularity === "number" &&
    (granularity > range / COARSEST || granularity < range / FINEST) &&
    "granularity: does not fit the time range",
    oneOf(spec, "compare_time_offset_seconds", OFFSETS),
    Number(offset) < range && "compare_time_offset_seconds: within the range",
  ];
}
