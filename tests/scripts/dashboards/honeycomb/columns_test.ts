import { assertEquals, assertThrows } from "@std/assert";
import { columnsOf } from "../../../../scripts/dashboards/honeycomb/columns.ts";
import { PANELS } from "../../../../scripts/dashboards/honeycomb/panels.ts";
import { calc, query } from "../../../../scripts/dashboards/honeycomb/query.ts";
import {
  chats,
  turns,
} from "../../../../scripts/dashboards/honeycomb/spans.ts";
import { TRIGGERS } from "../../../../scripts/dashboards/honeycomb/triggers.ts";
import { contractAllows } from "../../../../scripts/dashboards/contract.ts";
import type { SpanRole } from "../../../../testing/span_contract.ts";

const TEXT_ONLY = ["string", "boolean"];

Deno.test("columnsOf() takes the types from the contract of the spans asked for", () => {
  assertEquals(
    columnsOf(query(turns(), [
      calc("SUM", "gen_ai.usage.input_tokens"),
      calc("MAX", "duration_ms"),
    ], { breakdowns: ["turn.prompt.sources"] })),
    [
      { key_name: "name", type: "string" },
      { key_name: "turn.prompt.sources", type: "string" },
      { key_name: "gen_ai.usage.input_tokens", type: "integer" },
      { key_name: "duration_ms", type: "float" },
    ],
  );
  assertEquals(
    columnsOf(query(chats(), [calc("SUM", "litellm.cost.total")])).at(-1),
    { key_name: "litellm.cost.total", type: "float" },
  );
});

Deno.test("columnsOf() throws when the contract does not have a column there", () => {
  // A turn has no cost: that is on its chats.
  const asked = query(turns(), [calc("SUM", "litellm.cost.total")]);
  assertThrows(() => columnsOf(asked), TypeError, "litellm.cost.total");
});

for (const { title, query } of PANELS) {
  Deno.test(`the query of "${title}" makes numbers of numbers only`, () => {
    const types = new Map(
      columnsOf(query).map(({ key_name, type }) => [key_name, type]),
    );
    for (const { op, column } of query.calculations) {
      if (column === undefined || op === "COUNT_DISTINCT") continue;
      const type = types.get(column) ?? "";
      assertEquals(TEXT_ONLY.includes(type), false, `${op}(${column})`);
    }
  });
}

Deno.test("the queries compare with values that the contract allows", () => {
  for (const { query } of [...PANELS, ...TRIGGERS]) {
    const names = query.filters.filter(({ column }) => column === "name")
      .flatMap(({ value }) => value) as SpanRole[];
    for (const { column, value } of query.filters) {
      if (column === "name" || names.length === 0) continue;
      if (typeof value !== "string") continue;
      assertEquals(contractAllows(column, names, value), true, column);
    }
  }
});

Deno.test("no query uses a relational column: those leave long traces out", () => {
  for (const { query } of [...PANELS, ...TRIGGERS]) {
    for (const { key_name } of columnsOf(query)) {
      assertEquals(/^(root|parent|child|any\d?|none)\./.test(key_name), false);
    }
  }
});
