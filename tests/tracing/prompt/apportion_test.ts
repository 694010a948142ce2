import { assert, assertEquals } from "@std/assert";
import { apportion } from "../../../tracing/prompt/_apportion.ts";
import { Random } from "./_random.ts";

Deno.test("apportion() gives what is left to the largest remainders", () => {
  assertEquals(apportion(100, [30, 10]), [75, 25]);
  assertEquals(apportion(10, [6, 3, 2]), [5, 3, 2]);
  assertEquals(apportion(100, [75, 25, 20]), [62, 21, 17]);
});

Deno.test("apportion() gives it to the first of equal remainders", () => {
  assertEquals(apportion(10, [1, 1, 1]), [4, 3, 3]);
  assertEquals(apportion(2, [1, 1, 1]), [1, 1, 0]);
  assertEquals(apportion(1, [0.5, 0.5]), [1, 0]);
});

Deno.test("apportion() shares alike where nothing has a weight", () => {
  assertEquals(apportion(5, [0, 0]), [3, 2]);
  assertEquals(apportion(5, [0, 1, 0]), [0, 5, 0]);
});

Deno.test("apportion() shares nothing out, and among none", () => {
  assertEquals(apportion(0, [1, 2]), [0, 0]);
  assertEquals(apportion(0, []), []);
  assertEquals(apportion(7, []), []);
});

Deno.test("apportion() adds up, and stays within one of the exact share", () => {
  const random = new Random(3);
  for (let round = 0; round < 2_000; round++) {
    const weights = Array.from(
      { length: random.int(1, 40) },
      () => random.chance(0.1) ? 0 : random.next() * 10 ** random.int(0, 6),
    );
    const total = random.int(0, 10 ** random.int(0, 9));
    const shares = apportion(total, weights);
    assertEquals(sum(shares), total);
    const all = sum(weights);
    for (const [place, share] of shares.entries()) {
      assert(share >= 0 && Number.isInteger(share));
      if (all === 0) continue;
      assert(Math.abs(share - total * weights[place]! / all) < 1.000001);
    }
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
