/**
 * `deno task bench` with suites that measure nothing, for its tests.
 *
 * @module
 */

import { benchMain } from "../../../bench/harness/bench_main.ts";
import type { Suite } from "../../../bench/suite.ts";
import { fakeSuite, fakeWay, printing } from "./_fake_suite.ts";

/** Starts a process of its own, says both pids to `TOLD`, and never ends. */
const HANGS = `
const child = new Deno.Command(Deno.execPath(), {
  args: ["eval", "--no-lock", "setInterval(() => {}, 1e6)"],
  stdin: "null",
}).spawn();
await Deno.makeTempDir();
const told = await Deno.connect({
  hostname: "127.0.0.1",
  port: Number(Deno.env.get("TOLD")),
});
await told.write(new TextEncoder().encode(Deno.pid + " " + child.pid + "\\n"));
setInterval(() => {}, 1e6);`;

const suites: readonly Suite[] = [
  fakeSuite([printing("a", { cpu: 1 }), printing("b", { cpu: 3 })], {
    name: "first",
    rounds: 3,
  }),
  fakeSuite([printing("a", { cpu: 1 })], { name: "second" }),
  fakeSuite([printing("a", {}), printing("b", { cpu: 3 })], { name: "broken" }),
  fakeSuite([printing("a", { cpu: 1 })], {
    name: "unprepared",
    prepare: fakeWay("", "Deno.exit(1)").args,
  }),
  fakeSuite([fakeWay("a", HANGS)], { name: "hanging" }),
];

Deno.exit(await benchMain(Deno.args, { suites, packages: { other: "1.2.3" } }));
