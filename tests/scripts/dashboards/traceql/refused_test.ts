import { assertThrows } from "@std/assert";
import { evaluate } from "../../../../scripts/dashboards/traceql/evaluate.ts";
import { spansOf } from "./_spans.ts";

const SPANS = spansOf({ id: "a", attributes: { a: 1, "x y": 1 } });

/** What is no query, or no part of the subset, and what is said of it. */
const REFUSED: readonly (readonly [query: string, message: string])[] = [
  ["wrong", "does not expect"],
  ["", "does not expect"],
  ["{ span.a = }", "does not expect"],
  ["{ } | rate() > 5", "does not expect"],
  ["{ span.a = $a }", "nothing stands for $a"],
  ["{ span.a }", "conditions are comparisons"],
  ["{ !(span.a = 1) }", "conditions are comparisons"],
  ["{ span.a + 1 = 2 }", "not in the subset"],
  ["{ 1 = span.a }", "fields are"],
  ["{ span.a = span.b }", "values are"],
  ["{ span.a = -1 }", "values are"],
  ["{ .a = 1 }", "attributes are"],
  ["{ resource.host = `x` }", "attributes are"],
  ['{ span."x y" = 1 }', "attributes are"],
  ["{ rootName = `x` }", "fields are"],
  ["{ duration > 5 }", "a duration, not a number"],
  ['{ status = "error" }', "a status, not a string"],
  ["{ status = ok }", "use error"],
  ["{ name = nil }", "a string, not a nil"],
  ["{ span.a > nil }", "= and != only"],
  ["{ span.a =~ 5 }", "a regular expression is a string"],
  ["{ } !>> { }", "also with an & before"],
  ["{ } && { }", "also with an & before"],
  ["({ } | count() > 1) >> { }", "it begins with"],
  ["{ } | { span.a = 1 }", "stages are"],
  ["{ } | coalesce()", "stages are"],
  ["{ } | by(span.a, span.b) | count() > 1", "not in the subset"],
  ["{ } | rate() | rate()", "topk or bottomk"],
  ["{ } | rate() | select(span.a)", "topk or bottomk"],
  ["{ } | topk(5)", "it follows a metrics function"],
  ["{ } | rate() | topk(5) | topk(5)", "it follows a metrics function"],
  ["{ } | rate() with (most_recent=true)", "the one hint"],
  ["{ } with (most_recent=false)", "the one hint"],
  ["{ } with (sample=0.1)", "does not expect"],
  ["{ } | compare({ status = error })", "metrics are"],
];

for (const [query, message] of REFUSED) {
  Deno.test(`evaluate() refuses ${query || "nothing"}`, () => {
    assertThrows(() => evaluate(query, SPANS), SyntaxError, message);
  });
}
