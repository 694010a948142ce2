import { assertEquals } from "@std/assert";
import { percent } from "../../../turns/draw/percent.ts";

Deno.test("percent() never says nothing or all of what is neither", () => {
  const shares = [0, 1, 5, 500, 994, 999, 1000];
  assertEquals(shares.map((part) => percent(part, 1000)), [
    "0 %",
    "<1 %",
    "1 %",
    "50 %",
    "99 %",
    ">99 %",
    "100 %",
  ]);
  assertEquals(percent(0, 0), "0 %");
});
