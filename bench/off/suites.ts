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
    "the clock and a line that is kept.",
  bare: "bare AsyncLocalStorage.run",
  reference: "bare AsyncLocalStorage.run",
  rounds: 7,
  seconds: 20,
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
    { name: "recorded, tracing off", args: benchArgs("off/scopes.ts", "off") },
  ],
};

/** What tracing costs where it is off. */
export const offSuites: readonly Suite[] = [off];
