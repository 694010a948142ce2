import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { suites } from "../../../bench/peers/suites.ts";

const PEERS = fileURLToPath(import.meta.resolve("../../../bench/peers/"));

Deno.test("suites has a file for every way", async () => {
  for (const { args } of suites.flatMap(({ ways }) => ways)) {
    const file = args.findLast((arg) => /\/\w+\.ts$/.test(arg));
    assert((await Deno.stat(PEERS + file)).isFile, file);
  }
});

Deno.test("suites names what ratios are to and what is bare", () => {
  for (const { name, bare = "", reference, ways } of suites) {
    const names = ways.map((way) => way.name);
    assertEquals([...new Set(names)], names);
    assert(names.includes(bare), name);
    assert(names.includes(reference), name);
  }
});

Deno.test("suites has the file of every peer in a way", async () => {
  const ran = new Set(
    suites.flatMap(({ ways }) => ways.flatMap(({ args }) => args)),
  );
  for (const folder of ["langchain", "openai_agents", "streams"]) {
    for await (const { name } of Deno.readDir(PEERS + folder)) {
      if (!name.startsWith("_")) assert(ran.has(`${folder}/${name}`), name);
    }
  }
});
