import { benchArgs } from "../shared/bench_args.ts";
import type { Suite } from "../suite.ts";

const off: Suite = {
  name: "off",
  title: "With tracing off",
  about:
    "What a scope takes with tracing off: it enters an AsyncLocalStorage " +
    "and adds to the trajectory. Turns of four scopes (the turn, a chat and two " +
    "tool calls) beside as many bare AsyncLocalStorage.run, and beside the " +
    "least that a trajectory takes: an object that is entered, two readings of " +
    "the clock and a line that is kept. What is late has to find its scope, " +
    "its run and the trajectory, also once the scope has ended: the least that " +
    "is found enters an object that holds these, and is never looked for.",
  bare: "bare AsyncLocalStorage.run",
  reference: "bare AsyncLocalStorage.run",
  rounds: 7,
  seconds: 25,
  figures: [{ key: "cpu", title: "CPU a scope", unit: "µs", added: true }],
  ways: [
    {
      name: "bare AsyncLocalStorage.run",
      args: benchArgs("off/scopes.ts", "bare"),
    },
    {
      name: "the least of a trajectory",
      args: benchArgs("off/scopes.ts", "least"),
    },
    {
      name: "the least that is found",
      args: benchArgs("off/scopes.ts", "found"),
    },
    { name: "recorded, tracing off", args: benchArgs("off/scopes.ts", "off") },
  ],
};

/** What tracing costs where it is off. */
export const offSuites: readonly Suite[] = [off];
