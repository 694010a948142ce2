import { assertEquals } from "@std/assert";
import { cutTo, displayWidth, dollars } from "../../../turns/draw/format.ts";

Deno.test("displayWidth() counts the columns of a terminal", () => {
  for (
    const [text, columns] of [
      ["plain", 5],
      ["模型", 4],
      ["cafe\u0301", 4],
      ["👩‍👩‍👧", 2],
      ["🇩🇪", 2],
      ["👍🏽", 2],
      ["❤️", 2],
      ["\u1112\u1161\u11ab", 2],
      ["ｆｕｌｌ", 8],
      // A vowel sign that takes a column of its own.
      ["น้ำ", 2],
      ["नि", 2],
      ["\u200b\u200d\ufeff", 0],
      ["a\u00adb", 3],
      ["→ … ─", 5],
    ] as const
  ) assertEquals(displayWidth(text), columns, text);
});

Deno.test("cutTo() cuts no letter in two, and is never too wide", () => {
  assertEquals(cutTo("模型模型", 8), "模型模型");
  assertEquals(cutTo("模型模型", 7), "模型模…");
  assertEquals(cutTo("模型模型", 6), "模型…");
  assertEquals(cutTo("cafe\u0301s and more", 6), "cafe\u0301s…");
  assertEquals(cutTo("👩‍👩‍👧👩‍👩‍👧", 3), "👩‍👩‍👧…");
  assertEquals(cutTo("abc", 0), "");
});

Deno.test("dollars() writes cents, and two digits of what is less", () => {
  const amounts = [0, 12.345, 0.01, 0.0123, 0.00123, 1e-9];
  assertEquals(amounts.map(dollars), [
    "$0.00",
    "$12.35",
    "$0.01",
    "$0.01",
    "$0.0012",
    "$0.0000000010",
  ]);
});
