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
