import { assert, assertEquals } from "@std/assert";
import { displayWidth } from "../../../turns/draw/format.ts";
import { wrapped } from "../../../turns/draw/wrapped.ts";

// deno-lint-ignore no-control-regex
const STYLES = /\x1b\[\d+m/g;
const width = (line: string) => displayWidth(line.replaceAll(STYLES, ""));

Deno.test("wrapped() breaks between words, at the width", () => {
  const text = "The model is scripted: it stands in for a paid one";
  assertEquals(
    wrapped(text, { columns: 22 }),
    "The model is scripted:\nit stands in for a\npaid one",
  );
  assertEquals(wrapped(text, { columns: displayWidth(text) }), text);
  assertEquals(wrapped(text), text);
});

Deno.test("wrapped() keeps lines, what they are indented by, and long words", () => {
  assertEquals(
    wrapped("Looked in:\n  /a/very/long/path.jsonl there is none\n\nend", {
      columns: 12,
    }),
    "Looked in:\n  /a/very/long/path.jsonl\n  there is\n  none\n\nend",
  );
});

Deno.test("wrapped() measures what a terminal shows", () => {
  for (
    const text of [
      "\x1b[1mbold words that \x1b[33mtake no room\x1b[39m\x1b[22m by themselves",
      "模型 模型模型 模型 模型模型模型 模型",
      "one 👩‍👩‍👧 family is two columns 👩‍👩‍👧 wide 👩‍👩‍👧 each",
      "cafe\u0301 cre\u0300me bru\u0302le\u0301e a\u0300 la carte",
    ]
  ) {
    for (const columns of [12, 20, 30]) {
      const lines = wrapped(text, { columns }).split("\n");
      assertEquals(lines.join(" "), text);
      for (const [i, line] of lines.entries()) {
        assert(width(line) <= columns, line);
        const [next] = lines[i + 1]?.split(" ") ?? [];
        // As much is in a line as it has room for.
        if (next) assert(width(line) + 1 + width(next) > columns, line);
      }
    }
  }
});

Deno.test("wrapped() keeps a share and its sign together", () => {
  assertEquals(
    wrapped("most (69 %) of it", { columns: 8 }),
    "most\n(69 %)\nof it",
  );
});
