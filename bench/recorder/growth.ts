/**
 * Prints what a turn takes of the processor in conversations that grow: each
 * request holds all that came before. Argument: who makes the spans.
 *
 * @module
 */

import { cpuOf, print, sized } from "../shared/ways.ts";
import { agentOf, type Maker } from "./agents.ts";
import { provide } from "./provide.ts";
import { answerHere } from "./work.ts";

/** Turns of a conversation, and how many conversations are measured. */
const CONVERSATIONS: Record<string, [turns: number, count: number]> = {
  turns10: sized([10, 200], [2, 1]),
  turns100: sized([100, 10], [3, 1]),
  turns1000: sized([1_000, 1], [4, 1]),
};

/** Turns before those that are measured, in conversations of ten. */
const WARM_UP = sized(2_000, 1);

const maker = Deno.args[0] as Maker;
const run = agentOf(maker);
answerHere();
await provide("dropped", maker);
for (let i = 0; i < WARM_UP; i++) await run(10, true);
const figures: Record<string, number> = {};
for (const [key, [turns, count]] of Object.entries(CONVERSATIONS)) {
  const cpu = await cpuOf(async () => {
    for (let i = 0; i < count; i++) await run(turns, true);
  });
  figures[key] = cpu / turns / count;
}
print(figures);
