import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parsePlan } from "../../../runners/plan_execute/plan.ts";

const COUNT = 50_000;

/** A plan in which each step waits for the one behind it. */
function row(more: readonly unknown[] = []): string {
  const steps = Array.from({ length: COUNT }, (_, place) => ({
    id: place + 1,
    task: "t",
    server: null,
    tool: null,
    depends_on: place + 1 < COUNT ? [place + 2] : more,
  }));
  return JSON.stringify({ steps });
}

Deno.test("parsePlan() orders a row of 50,000 steps", () => {
  const ids = parsePlan(row(), []).map(({ id }) => id);
  assertEquals(
    ids,
    Array.from({ length: COUNT }, (_, place) => COUNT - place),
  );
});

Deno.test("parsePlan() finds a circle of 50,000 steps", () => {
  const { message } = assertThrows(() => parsePlan(row([1]), []), Error);
  assertStringIncludes(message, "its steps wait for each other: 1, 2, 3");
  assertStringIncludes(message, `, ${COUNT}, 1`);
});

/** A megabyte of what takes long to look through, and the plan behind it. */
const LONG = {
  "brackets that are left open": "{[".repeat(500_000),
  "brackets that were never opened": "]}".repeat(500_000),
  "quotes in brackets": `{${'"'.repeat(1_000_000)}}`,
  "backslashes in a text": `{"${"\\".repeat(1_000_000)}"}`,
  "objects": "{} ".repeat(333_000),
  "thoughts that are left open": "<think>".repeat(140_000),
  "thoughts that end": "</think>".repeat(120_000),
  "code fences": "```json\n".repeat(125_000),
};

for (const [what, text] of Object.entries(LONG)) {
  Deno.test(`parsePlan() finds a plan behind a megabyte of ${what}`, () => {
    const plan =
      '{"steps":[{"id":1,"task":"t","server":null,"tool":null,"depends_on":[]}]}';
    assertEquals(parsePlan(`${text}\n${plan}`, []).length, 1);
  });
}
