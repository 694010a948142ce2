import { assertEquals } from "@std/assert";
import { idsOf, spansOf } from "./_spans.ts";

/** Two traces of the same names; in the second, nothing stands below a run. */
const SPANS = spansOf(
  { id: "run", name: "run" },
  { id: "turn1", name: "turn", parent: "run" },
  { id: "chat1", name: "chat", parent: "turn1" },
  { id: "tool1", name: "tool", parent: "turn1" },
  { id: "turn2", name: "turn", parent: "tool1" },
  { id: "chat2", name: "chat", parent: "turn2" },
  { id: "run'", name: "run", trace: "t2", at: -9 },
  { id: "turn'", name: "turn", trace: "t2", at: -8 },
  { id: "chat'", name: "chat", trace: "t2", at: -7, parent: "not exported" },
);

const CASES: readonly (readonly [query: string, ids: string[]])[] = [
  ['{ name = "run" } >> { name = "turn" }', ["turn1", "turn2"]],
  ['{ name = "run" } > { name = "turn" }', ["turn1"]],
  ['{ name = "tool" } > { name = "turn" }', ["turn2"]],
  ['{ name = "run" } >> { name = "run" }', []],
  ['{ name = "turn" } >> { name = "turn" }', ["turn2"]],
  // The right side again: the ancestor, the parent.
  ['{ name = "turn" } << { name = "run" }', ["run"]],
  ['{ name = "chat" } << { name = "turn" }', ["turn1", "turn2"]],
  ['{ name = "chat" } < { name = "turn" }', ["turn1", "turn2"]],
  ['{ name = "turn" } < { name = "tool" }', ["tool1"]],
  ['{ name = "tool" } ~ { name = "chat" }', ["chat1"]],
  ['{ name = "chat" } ~ { name = "chat" }', []],
  // Roots have no parent in common.
  ['{ name = "run" } ~ { name = "turn" }', []],
  ['{ name = "run" } &> { name = "turn" }', ["run", "turn1"]],
  ['{ name = "run" } &>> { name = "turn" }', ["run", "turn1", "turn2"]],
  ['{ name = "chat" } &< { name = "tool" }', []],
  ['{ name = "chat" } &<< { name = "tool" }', ["tool1", "chat2"]],
  ['{ name = "tool" } &~ { name = "chat" }', ["chat1", "tool1"]],
  ['{ name = "run" } > { } > { name = "tool" }', ["tool1"]],
];

for (const [query, ids] of CASES) {
  Deno.test(`evaluate() finds by structure: ${query}`, () => {
    assertEquals(idsOf(query, SPANS), ids);
  });
}

Deno.test("evaluate() goes through spans that a structure does not name", () => {
  const query =
    '{ name = "run" } >> { name = "chat" && span.x != nil } | select(span.x)';
  const spans = spansOf(
    { id: "run", name: "run" },
    { id: "between", parent: "run" },
    { id: "chat", name: "chat", parent: "between", attributes: { x: 1 } },
  );
  assertEquals(idsOf(query, spans), ["chat"]);
});

Deno.test("evaluate() ends where spans are each other's parents", () => {
  const spans = spansOf(
    { id: "a", parent: "b" },
    { id: "b", parent: "a" },
    { id: "c", name: "else" },
  );
  assertEquals(idsOf('{ name = "else" } >> { }', spans), []);
});
