import { assertEquals } from "@std/assert";
import {
  printable,
  printableJson,
  printableLine,
} from "../../../tracing/base/printable.ts";
import {
  controlCharacters,
  DRIVES_A_TERMINAL,
  DRIVING_TEXT,
} from "../../_helpers/control_characters.ts";

Deno.test("printable() leaves nothing that drives a terminal", () => {
  for (const text of DRIVES_A_TERMINAL) {
    assertEquals(controlCharacters(printable(text)), [], text);
  }
  assertEquals(
    printable("a\x1b[31mb\x9bc\x7fd\u202ee"),
    "a\ufffd[31mb\ufffdc\ufffdd\ufffde",
  );
});

Deno.test("printable() leaves lines, tabs and all that is no control character", () => {
  const text = "one\ttwo\nthree é 日本 👩‍👧 שלום\n";
  assertEquals(printable(text), text);
  assertEquals(printable("a\r\nb\rc"), "a\nb\ufffdc");
});

Deno.test("printableLine() makes no second line", () => {
  assertEquals(printableLine("a\nb\tc\r\nd"), "a\ufffdb\ufffdc\ufffdd");
});

Deno.test("printableJson() gives the same value without control characters", () => {
  const value = { [DRIVING_TEXT]: [DRIVING_TEXT, "é 日本"] };
  for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
    assertEquals(controlCharacters(printableJson(json)), []);
    assertEquals(JSON.parse(printableJson(json)), value);
  }
});

Deno.test("printable() takes 1 MB of control characters", () => {
  const text = "\x1b[\r".repeat(350_000);
  assertEquals(printable(text), "\ufffd[\ufffd".repeat(350_000));
  assertEquals(JSON.parse(printableJson(JSON.stringify(text))), text);
});
