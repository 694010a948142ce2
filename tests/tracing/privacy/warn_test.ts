import { assertEquals } from "@std/assert";
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
