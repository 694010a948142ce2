import { benchArgs } from "../shared/bench_args.ts";
import type { Suite } from "../suite.ts";

const streams: Suite = {
  name: "streams",
  title: "Streamed replies",
  about:
    "Reading a streamed reply of 200 MB, and 1,000 of 20 kB, with our fetch, and " +
    "with the bare fetch, where the SDK is loaded and where it is not. Around " +
    "each reply there is one span, or a run with one model call. And how much " +
    "more memory the process takes for 100 MB that are read slowly, 10 ms " +
    "after each MB.",
  reference: "bare fetch, SDK loaded",
  rounds: 9,
  seconds: 65,
  figures: [
    { key: "large", title: "CPU, 200 MB", unit: "ms" },
    { key: "small", title: "CPU a reply of 20 kB", unit: "µs" },
    { key: "slow", title: "Memory, slow reader", unit: "MB" },
  ],
  ways: [
    { name: "bare fetch", args: benchArgs("streams/read.ts", "bare") },
    {
      name: "bare fetch, SDK loaded",
      args: benchArgs("streams/read.ts", "sdk"),
    },
    {
      name: "traced fetch, in a span",
      args: benchArgs("streams/read.ts", "span"),
    },
    {
      name: "traced fetch, in a run",
      args: benchArgs("streams/read.ts", "run"),
    },
  ],
};

/** What tracing costs a reply that streams. */
export const streamSuites: readonly Suite[] = [streams];
