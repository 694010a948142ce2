import { assertEquals } from "@std/assert";
import { TRIGGERS } from "../../../../scripts/dashboards/honeycomb/triggers.ts";
import { triggerFaults } from "./trigger_rules.ts";

Deno.test("triggerFaults() finds nothing in the triggers", () => {
  for (const trigger of TRIGGERS) {
    assertEquals(triggerFaults(trigger), [], trigger.name);
  }
});

/** A trigger in which nothing is wrong. */
const TRIGGER = {
  name: "n",
  threshold: { op: ">", value: 1 },
  frequency: 900,
  query: { calculations: [{ op: "COUNT" }], time_range: 3600 },
};

const asked = (change: object) => ({ query: { ...TRIGGER.query, ...change } });

const BROKEN_TRIGGERS: readonly (readonly [object, string])[] = [
  [{ treshold: 1 }, "treshold: not documented"],
  [{ name: "" }, "name: empty"],
  [{ name: "n".repeat(121) }, "name: longer than 120"],
  [{ description: "d".repeat(1024) }, "description: longer than 1023"],
  [{ tags: Array(11).fill({}) }, "tags: more than 10"],
  [{ threshold: { value: 1 } }, "threshold: no op"],
  [{ threshold: { op: "=", value: 1 } }, 'op: "=" is none of > >= < <='],
  [{ threshold: { op: ">" } }, "threshold: no value"],
  [
    { threshold: { op: ">", value: 1, exceeded_limit: 6 } },
    "exceeded_limit: not from 1 to 5",
  ],
  [{ frequency: 930 }, "frequency: no whole minutes"],
  [{ alert_type: "once" }, 'alert_type: "once" is none of on_change on_true'],
  [{ recipients: [{ type: "email" }] }, "recipients: no id"],
  [
    { baseline_details: { offset_minutes: 30, type: "value" } },
    "baseline_details: no such offset_minutes",
  ],
  [
    { baseline_details: { offset_minutes: 60, type: "ratio" } },
    "baseline_details: no such type",
  ],
  [{ query_id: "q" }, "query: needs a query or a query_id, and not both"],
  [{ query: undefined }, "query: needs a query or a query_id, and not both"],
  [
    asked({ calculations: [{ op: "COUNT" }, { op: "MAX", column: "a" }] }),
    "query: not exactly one calculation",
  ],
  [
    asked({ calculations: [{ op: "HEATMAP", column: "a" }] }),
    "query: HEATMAP in a trigger",
  ],
  [
    asked({ calculations: [{ op: "CONCURRENCY" }] }),
    "query: CONCURRENCY in a trigger",
  ],
  [
    asked({ orders: [{ op: "COUNT", order: "descending" }] }),
    "query: orders in a trigger",
  ],
  [asked({ limit: 1 }), "query: limit in a trigger"],
  [asked({ start_time: 1 }), "query: start_time in a trigger"],
  [asked({ granularity: 60 }), "query: granularity in a trigger"],
  [
    asked({
      havings: [1, 2].map((value) => ({
        calculate_op: "COUNT",
        op: ">",
        value,
      })),
    }),
    "query: more than one having",
  ],
  [
    asked({ time_range: 3601 }),
    "query: time_range is not from the frequency to 3600",
  ],
  [
    asked({ time_range: 899 }),
    "query: time_range is not from the frequency to 3600",
  ],
  [
    asked({ calculations: [{ op: "SUM" }] }),
    "calculations: SUM needs a column",
  ],
];

Deno.test("triggerFaults() refuses each broken rule, and only that", () => {
  assertEquals(triggerFaults(TRIGGER), []);
  assertEquals(triggerFaults({ ...TRIGGER, baseline_details: {} }), []);
  assertEquals(triggerFaults([]), ["the trigger: no object"]);
  for (const [change, fault] of BROKEN_TRIGGERS) {
    assertEquals(triggerFaults({ ...TRIGGER, ...change }), [fault]);
  }
  assertEquals(triggerFaults({ ...TRIGGER, frequency: 30 }), [
    "frequency: not from 60 to 86400",
    "frequency: no whole minutes",
    "query: time_range is not from the frequency to 120",
  ]);
});
