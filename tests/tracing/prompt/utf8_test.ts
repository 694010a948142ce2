import { assert, assertEquals } from "@std/assert";
import { utf8 } from "../../../tracing/prompt/_utf8.ts";

const TEXTS = {
  none: "",
  ASCII: "a text",
  "a longer one": "a longer text ".repeat(500),
  "a shorter one behind it": "short",
  "two bytes each": "é".repeat(1_000),
  "three bytes each": "€".repeat(10_000),
  "four bytes each": "😀".repeat(1_000),
  "half of a pair": "a\ud800b",
  "more than is kept": "a".repeat(2 ** 21 + 1),
  "more than is kept, once encoded": "€".repeat(2 ** 21 - 1),
};

Deno.test("utf8() encodes as a TextEncoder does", () => {
  const encoder = new TextEncoder();
  for (const [name, text] of Object.entries(TEXTS)) {
    const bytes = utf8(text);
    // Not in full: a difference would fill the screen.
    assertEquals(bytes.length, encoder.encode(text).length, name);
    assert(
      encoder.encode(text).every((byte, place) => byte === bytes[place]),
      name,
    );
  }
});

Deno.test("utf8() keeps the memory of a request, and not of a huge one", () => {
  const { buffer } = utf8("a".repeat(100_000));
  assertEquals(utf8("b").buffer, buffer);
  utf8("a".repeat(2 ** 21 + 1));
  assert(utf8("b").buffer.byteLength <= 2 ** 21);
});
