/**
 * Prints what a turn takes of the processor while many runs are open at once,
 * and the most memory that the process has had at the end, with 1,000 of them.
 * Argument: who makes the spans.
 *
 * @module
 */

import { cpuOf, mostMemory, print, sized } from "../shared/ways.ts";
import { agentOf, type Maker } from "./agents.ts";
import { provide } from "./provide.ts";
import { answerHere } from "./work.ts";

/** Turns of each run. */
const TURNS = sized(20, 2);

/** Runs at once, and how often. */
const BATCHES: Record<string, [runs: number, times: number]> = {
  runs1: sized([1, 100], [1, 1]),
  runs100: sized([100, 2], [2, 1]),
  runs1000: sized([1_000, 1], [3, 1]),
};

/** Runs before those that are measured. */
const WARM_UP = sized(1_000, 1);

const maker = Deno.args[0] as Maker;
const run = agentOf(maker);
answerHere();
await provide("dropped", maker);
for (let i = 0; i < WARM_UP; i++) await run(TURNS, true);
const figures: Record<string, number> = {};
for (const [key, [runs, times]] of Object.entries(BATCHES)) {
  const cpu = await cpuOf(async () => {
    for (let i = 0; i < times; i++) {
      // Each waits for its replies, and the others go on meanwhile.
      await Promise.all(Array.from({ length: runs }, () => run(TURNS, true)));
    }
  });
  figures[key] = cpu / runs / times / TURNS;
}
print({ ...figures, rss: mostMemory() });
