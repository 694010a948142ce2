import { benchArgs } from "../shared/bench_args.ts";
import type { Suite } from "../suite.ts";

const turns: Suite = {
  name: "turns",
  title: "turns, with a trace file of 1,000,000 spans",
  about: "How long turns takes to find the largest turns in a trace file of " +
    "1.85 GB, beside reading the file and counting its lines, and parsing " +
    "each line as JSON.",
  reference: "each line parsed",
  rounds: 3,
  seconds: 120,
  prepare: benchArgs("turns/write_file.ts"),
  figures: [
    { key: "seconds", title: "Time", unit: "s" },
    { key: "cpu", title: "CPU", unit: "s" },
    { key: "rss", title: "Memory", unit: "MB" },
  ],
  ways: [
    { name: "lines counted", args: benchArgs("turns/read.ts", "bytes") },
    { name: "each line parsed", args: benchArgs("turns/read.ts", "parse") },
    { name: "turns", args: benchArgs("turns/read.ts", "turns") },
  ],
};

/** What `turns` takes. */
export const turnsSuites: readonly Suite[] = [turns];
