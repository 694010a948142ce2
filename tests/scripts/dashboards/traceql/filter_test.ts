import { assertEquals } from "@std/assert";
import { idsOf, spansOf } from "./_spans.ts";

const VALUES = spansOf(
  { id: "number", attributes: { a: 5 } },
  { id: "text", attributes: { a: "5" } },
  { id: "word", attributes: { a: "five" } },
  { id: "truth", attributes: { a: true } },
  { id: "list", attributes: { a: ["5", "six"] } },
  { id: "empty", attributes: { a: "" } },
  { id: "absent" },
);

const CASES: readonly (readonly [condition: string, ids: string[]])[] = [
  ["span.a = 5", ["number"]],
  ["span.a = 5.0", ["number"]],
  ['span.a = "5"', ["text", "list"]],
  ["span.a = `5`", ["text", "list"]],
  ["span.a = true", ["truth"]],
  ["span.a = false", []],
  // Neither what is absent nor what is of another type is unequal.
  ["span.a != 4", ["number"]],
  ['span.a != "5"', ["word", "empty"]],
  ['span.a != "x"', ["text", "word", "list", "empty"]],
  ["span.a > 4", ["number"]],
  ["span.a > 5", []],
  ["span.a >= 5", ["number"]],
  ["span.a < 5", []],
  ["span.a <= 5", ["number"]],
  // By the characters, not by the number.
  ['span.a > "10"', ["text", "word"]],
  ["span.a = nil", ["absent"]],
  ["span.a != nil", ["number", "text", "word", "truth", "list", "empty"]],
  ["span.b = nil && span.a = 5", ["number"]],
  ['span.a =~ "5|six"', ["text", "list"]],
  ['span.a =~ ".*"', ["text", "word", "list", "empty"]],
  ['span.a =~ "fi"', []],
  ['span.a =~ "fi.*"', ["word"]],
  // Anchored around all of it, and not around the first and last part.
  ['span.a =~ "f|e"', []],
  ['span.a !~ "5|six"', ["word", "empty"]],
  ["span.a = 5 || span.a = true", ["number", "truth"]],
  ["span.a = 5 && span.a = true", []],
  ["span.a = 5 || span.a = true && span.b = 1", ["number"]],
  ["(span.a = 5 || span.a = true) && span.b = 1", []],
];

for (const [condition, ids] of CASES) {
  Deno.test(`evaluate() finds what { ${condition} } says`, () => {
    assertEquals(idsOf(`{ ${condition} }`, VALUES), ids);
  });
}

const FIELDS = spansOf(
  { id: "run", name: "agent.run", service: "mine", ms: 2_000 },
  {
    id: "post",
    name: "POST",
    kind: 3,
    failed: true,
    service: "litellm",
    ms: 0.5,
    attributes: { name: "agent.run", "service.name": "mine" },
  },
);

const FIELD_CASES: readonly (readonly [condition: string, ids: string[]])[] = [
  ['name = "agent.run"', ["run"]],
  ['span.name = "agent.run"', ["post"]],
  ['name != "agent.run"', ["post"]],
  ["kind = client", ["post"]],
  ["kind != client", ["run"]],
  ["kind = internal", ["run"]],
  ["status = error", ["post"]],
  ["status != error", ["run"]],
  ["duration > 1s", ["run"]],
  ["duration >= 2000ms", ["run"]],
  ["duration < 1ms", ["post"]],
  ["duration = 500us", ["post"]],
  ["duration < 1m", ["run", "post"]],
  ['resource.service.name = "mine"', ["run"]],
  ['resource.service.name =~ "mi"', []],
  ['span.service.name = "mine"', ["post"]],
];

for (const [condition, ids] of FIELD_CASES) {
  Deno.test(`evaluate() finds fields by { ${condition} }`, () => {
    assertEquals(idsOf(`{ ${condition} }`, FIELDS), ids);
  });
}

Deno.test("evaluate() reads what is escaped in a string", () => {
  const spans = spansOf({ id: "a", attributes: { a: 'x"\\y' } });
  assertEquals(idsOf('{ span.a = "x\\"\\\\y" }', spans), ["a"]);
  assertEquals(idsOf('{ span.a = `x"\\y` }', spans), ["a"]);
});

Deno.test("evaluate() finds every span with { }", () => {
  assertEquals(idsOf("{ }", FIELDS), ["run", "post"]);
  assertEquals(idsOf("{}", []), []);
});

Deno.test("evaluate() finds a span without a service by nil only", () => {
  const spans = spansOf({ id: "nobody's" });
  assertEquals(idsOf('{ resource.service.name =~ ".*" }', spans), []);
  assertEquals(idsOf("{ resource.service.name = nil }", spans), ["nobody's"]);
});
