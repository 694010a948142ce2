import { assertEquals } from "@std/assert";
import { reasonOf } from "../../../tracing/privacy/warn.ts";

Deno.test("reasonOf() says why the first of several addresses failed", () => {
  const errors = [new Error("connect ECONNREFUSED ::1:1"), new Error("other")];
  assertEquals(
    reasonOf(new AggregateError(errors)),
    "connect ECONNREFUSED ::1:1",
  );
});
