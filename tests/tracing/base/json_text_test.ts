import { assertEquals } from "@std/assert";
import { jsonText } from "../../../tracing/base/json_text.ts";

Deno.test("jsonText() mends what strict readers of JSON refuse", () => {
  const cut = "a😀".slice(0, 2);
  assertEquals(
    jsonText({ [cut]: [cut, "😀", "\ude00b"], n: 1 }),
    '{"a\ufffd":["a\ufffd","😀","\ufffdb"],"n":1}',
  );
});

Deno.test("jsonText() leaves what only looks like half a character", () => {
  for (const text of ["\\ud83d", "\\\\ud83d", "\\", "\u0001\n", '"\\u']) {
    assertEquals(jsonText(text), JSON.stringify(text));
    assertEquals(jsonText(`${text}\ud83d`), JSON.stringify(`${text}\ufffd`));
  }
});

Deno.test("jsonText() indents, and has no text where there is no JSON", () => {
  assertEquals(jsonText({ a: 1 }, 2), '{\n  "a": 1\n}');
  assertEquals(jsonText(undefined), undefined);
});
