import { assertEquals, assertThrows } from "@std/assert";
import { Lines } from "../../../adapters/mcp/_lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** The lines of a text that comes in chunks of so many bytes. */
function linesOf(text: string, size: number): string[] {
  const buffer = new Lines(1e9);
  const decoder = new TextDecoder();
  const all = bytes(text);
  const lines: string[] = [];
  for (let at = 0; at < all.length; at += size) {
    const chunk = all.subarray(at, at + size);
    lines.push(...buffer.add(decoder.decode(chunk, { stream: true })));
  }
  return lines;
}

Deno.test("Lines.add() gives whole lines, wherever chunks end", () => {
  const text = "one\r\n\ntwo é 日本 👩‍👧\n\r\nthree\rfour\nno end";
  for (const size of [1, 2, 3, 5, 7, 1000]) {
    assertEquals(
      linesOf(text, size),
      ["one", "", "two é 日本 👩‍👧", "", "three\rfour"],
      `${size}`,
    );
  }
});

Deno.test("Lines.add() refuses a line that is too long, and none before it", () => {
  const buffer = new Lines(5);
  assertEquals(buffer.add("12345\n123"), ["12345"]);
  assertThrows(() => buffer.add("456"), RangeError, "longer than 5");
});

Deno.test("Lines.add() puts a line of a million chunks together", () => {
  const [line = "", ...others] = linesOf(`${"x".repeat(16e6)}\n`, 16);
  assertEquals([line.length, others], [16e6, []]);
});
