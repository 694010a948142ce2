import { assert, assertEquals, assertMatch } from "@std/assert";
import { SUITES } from "../../bench/suites.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("SUITES have names of their own that --only takes", () => {
  const names = SUITES.map(({ name }) => name);
  assertEquals(names.length, new Set(names).size);
  for (const name of names) assertMatch(name, /^[a-z0-9-]+$/);
});

Deno.test("SUITES name ways and figures that they have", () => {
  for (const { name, ways, figures, reference, bare, rounds } of SUITES) {
    const named = ways.map(({ name }) => name);
    const keys = figures.map(({ key }) => key);
    assertEquals(named.length, new Set(named).size, name);
    assertEquals(keys.length, new Set(keys).size, name);
    for (const one of [reference, bare ?? reference]) {
      assert(named.includes(one), `${name}: ${one}`);
    }
    for (const lacks of ways.flatMap(({ lacks = [] }) => lacks)) {
      assert(keys.includes(lacks), `${name}: ${lacks}`);
    }
    assert(bare !== undefined || !figures.some(({ added }) => added), name);
    assert(rounds > 0, name);
  }
});

Deno.test("SUITES start programs that are there, and are locked", async () => {
  const locks = await Deno.readTextFile(new URL("scripts/locks.ts", ROOT));
  for (const { name, ways, prepare = [] } of SUITES) {
    for (const args of [...ways.map(({ args }) => args), prepare]) {
      const program = args.find((word) => word.startsWith("bench/"));
      if (program === undefined) continue;
      assert((await Deno.stat(new URL(program, ROOT))).isFile, name);
      // Those of the peers have packages and a lock file of their own.
      if (program.startsWith("bench/peers/")) continue;
      assert(locks.includes(`"${program}"`), `${program} is in no lock file`);
    }
  }
});
