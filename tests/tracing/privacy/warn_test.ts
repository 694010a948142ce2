import { assertEquals } from "@std/assert";
import {
  controlCharacters,
  DRIVES_A_TERMINAL,
} from "../../_helpers/control_characters.ts";
import { excerpt, reasonOf } from "../../../tracing/privacy/warn.ts";

Deno.test("reasonOf() says why the first of several addresses failed", () => {
  const errors = [new Error("connect ECONNREFUSED ::1:1"), new Error("other")];
  assertEquals(
    reasonOf(new AggregateError(errors)),
    "connect ECONNREFUSED ::1:1",
  );
});

Deno.test("excerpt() cuts between characters, and mends half a one", () => {
  assertEquals(excerpt("ab😀cd", 3), "ab…");
  assertEquals(excerpt("ab😀cd", 4), "ab😀…");
  assertEquals(excerpt("a\ud83db"), "a\ufffdb");
  assertEquals(excerpt("a\ude00\nbc", 3), "a\ufffd …");
});

Deno.test("excerpt() is one line that drives no terminal", () => {
  for (const text of DRIVES_A_TERMINAL) {
    const shown = excerpt(`${text}\n\t${text}`);
    assertEquals(controlCharacters(shown), [], text);
    assertEquals(/[\n\t]/.test(shown), false);
    assertEquals(shown.startsWith("before "), true, shown);
  }
});
