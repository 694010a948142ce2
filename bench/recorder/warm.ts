/**
 * Runs an agent over and over, and prints what a turn takes of the processor
 * once nothing is slow for being new. Arguments: who makes the spans, where they
 * go, and `requests` where it sends some.
 *
 * @module
 */

import { cpuOf, print, sized } from "../shared/ways.ts";
import { agentOf, type Maker } from "./agents.ts";
import { provide, type Sink } from "./provide.ts";
import { answerHere } from "./work.ts";

/** Turns a run has, as many as an agent's. */
const TURNS = sized(20, 2);

/** Runs before those that are measured: V8 compiles until then. */
const WARM_UP = sized(1_000, 1);

/** Runs that are measured. */
const RUNS = sized(500, 1);

/** Runs whose spans may wait at a time. */
const BATCH = 50;

const [maker, sink, requests] = Deno.args as [Maker, Sink, string?];
const run = agentOf(maker);
answerHere();
await using provided = await provide(sink, maker);
const runs = async (count: number) => {
  for (let i = 1; i <= count; i++) {
    await run(TURNS, requests === "requests");
    if (i % BATCH === 0 || i === count) await provided.flush();
  }
};
await runs(WARM_UP);
print({ cpu: await cpuOf(() => runs(RUNS)) / RUNS / TURNS });
