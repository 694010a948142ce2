import { assertEquals } from "@std/assert";
import { PANELS } from "../../../../scripts/dashboards/honeycomb/panels.ts";
import { queryFaults } from "./query_rules.ts";

Deno.test("queryFaults() finds nothing in the queries of the board", () => {
  for (const { title, query } of PANELS) {
    assertEquals(queryFaults(query), [], title);
  }
});

/** A query in which nothing is wrong. */
const QUERY = {
  calculations: [{ op: "COUNT" }, { op: "MAX", column: "duration_ms" }],
  filters: [{ column: "name", op: "=", value: "agent.turn" }],
  breakdowns: ["agent.runner"],
  orders: [{ op: "COUNT", order: "descending" }],
  havings: [{ calculate_op: "COUNT", op: ">", value: 1 }],
  limit: 10,
  time_range: 7200,
  granularity: 60,
};

const many = (one: unknown) => Array.from({ length: 101 }, () => one);

/** What is changed in it, and the only fault that is then found. */
const BROKEN_QUERIES: readonly (readonly [object, string])[] = [
  [{ calculation: [] }, "calculation: not documented"],
  [{ calculations: "COUNT", orders: [], havings: [] }, "calculations: no list"],
  [{ breakdowns: many("a") }, "breakdowns: more than 100"],
  [{ breakdowns: [""] }, "breakdowns: no column"],
  [{ filters: many(QUERY.filters[0]) }, "filters: more than 100"],
  [
    { calculations: [{ op: "COUNT" }, { op: "P42", column: "a" }] },
    'calculations: no operation "P42"',
  ],
  [
    { calculations: [{ op: "COUNT" }, { op: "SUM" }] },
    "calculations: SUM needs a column",
  ],
  [
    { calculations: [{ op: "COUNT" }, { op: "CONCURRENCY", column: "a" }] },
    "calculations: CONCURRENCY takes no column",
  ],
  [{ filters: [{ op: "=", value: 1 }] }, "filters: no column"],
  [
    { filters: [{ column: "a", op: "==", value: 1 }] },
    'filters: no operator "=="',
  ],
  [
    { filters: [{ column: "a", op: "exists", value: true }] },
    "filters: exists takes no value",
  ],
  [{ filters: [{ column: "a", op: ">" }] }, "filters: > needs a value"],
  [
    { filters: [{ column: "a", op: "in", value: "b" }] },
    "filters: in needs a list",
  ],
  [
    { filters: [{ column: "a", op: "=", value: ["b"] }] },
    "filters: = needs a value",
  ],
  [
    { filter_combination: "XOR" },
    'filter_combination: "XOR" is none of AND OR',
  ],
  [
    { orders: [{ column: "b", order: "ascending" }] },
    "orders: (b) is not calculated",
  ],
  [
    { orders: [{ op: "MAX", column: "b", order: "ascending" }] },
    "orders: MAX(b) is not calculated",
  ],
  [{ orders: [{ op: "COUNT", order: "up" }] }, 'orders: no direction "up"'],
  [
    { havings: [{ calculate_op: "AVG", column: "a", op: ">", value: 1 }] },
    "havings: AVG(a) is not calculated",
  ],
  [
    { havings: [{ calculate_op: "HEATMAP", column: "a", op: ">", value: 1 }] },
    'havings: no operation "HEATMAP"',
  ],
  [
    { havings: [{ calculate_op: "COUNT", op: "in", value: 1 }] },
    'havings: no operator "in"',
  ],
  [
    { havings: [{ calculate_op: "COUNT", op: ">", value: "1" }] },
    "havings: no number",
  ],
  [{ limit: 0 }, "limit: not from 1 to 1000"],
  [{ limit: 1001 }, "limit: not from 1 to 1000"],
  [{ limit: 1.5 }, "limit: no whole number"],
  [
    { time_range: 0, granularity: undefined },
    "time_range: not from 1 to Infinity",
  ],
  [{ start_time: 1, end_time: 2 }, "time_range: beside both of its ends"],
  [
    { time_range: undefined, start_time: 3, end_time: 2 },
    "start_time: after the end",
  ],
  [{ granularity: 7 }, "granularity: does not fit the time range"],
  [{ granularity: 721 }, "granularity: does not fit the time range"],
  [
    { compare_time_offset_seconds: 3600 },
    "compare_time_offset_seconds: within the range",
  ],
];

Deno.test("queryFaults() refuses each broken rule, and only that", () => {
  assertEquals(queryFaults(QUERY), []);
  assertEquals(queryFaults([]), ["the query: no object"]);
  for (const [change, fault] of BROKEN_QUERIES) {
    assertEquals(queryFaults({ ...QUERY, ...change }), [fault]);
  }
});
