import { benchArgs } from "../shared/bench_args.ts";
import type { Suite } from "../suite.ts";

const turns: Suite = {
  name: "ledger",
  title: "The ledger, as a conversation grows",
  about:
    "What the ledger takes for a turn behind 10, 100 and 1,000 others of " +
    "2 kB each. Beside it one pass over what is sent (its text as bytes), and " +
    "parsing all of it.",
  reference: "one pass over each request",
  rounds: 5,
  seconds: 20,
  figures: [10, 100, 1_000].map((behind) => ({
    key: `behind${behind}`,
    title: `CPU a turn, behind ${behind.toLocaleString("en")}`,
    unit: "µs",
  })),
  ways: [
    {
      name: "one pass over each request",
      args: benchArgs("ledger/turns.ts", "pass"),
    },
    { name: "each parsed", args: benchArgs("ledger/turns.ts", "parse") },
    { name: "the ledger", args: benchArgs("ledger/turns.ts", "ledger") },
  ],
};

const openRuns: Suite = {
  name: "ledger-memory",
  title: "The ledger, in memory",
  about: "What an open run holds behind a request of 60 kB, with 1,000 open " +
    "at once: with the ledger, and without.",
  bare: "without the ledger",
  reference: "without the ledger",
  rounds: 3,
  seconds: 5,
  figures: [{ key: "kB", title: "Memory a run", unit: "kB", added: true }],
  ways: [
    { name: "without the ledger", args: benchArgs("ledger/open_runs.ts") },
    {
      name: "with the ledger",
      args: benchArgs("ledger/open_runs.ts", "ledger"),
    },
  ],
};

/** What the ledger costs. */
export const ledgerSuites: readonly Suite[] = [turns, openRuns];
