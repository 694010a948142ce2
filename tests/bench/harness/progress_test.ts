import { assertEquals } from "@std/assert";
import { secondsLeft } from "../../../bench/harness/progress.ts";

Deno.test("secondsLeft() is what was expected before anything has run", () => {
  assertEquals(secondsLeft(0, 0, 600), 600);
});

Deno.test("secondsLeft() follows the pace, the more the longer it has run", () => {
  // Twice as slow as expected, from the beginning.
  const left = [10, 100, 300].map((done) => secondsLeft(2 * done, done, 600));
  assertEquals(left.map(Math.round), [738, 885, 573]);
});

Deno.test("secondsLeft() is never below zero", () => {
  assertEquals(secondsLeft(700, 610, 600), 0);
});
