import { benchArgs } from "../shared/bench_args.ts";
import type { Suite } from "../suite.ts";

const NAMES = {
  none: "no relay",
  bare: "bare pass-through",
  seen: "bare, each chunk seen",
  parsed: "bare, each request parsed",
  relay: "our relay, traced",
} as const;

const firstChunk: Suite = {
  name: "relay",
  title: "The relay, to the first chunk of a reply",
  about: "What the relay between the Claude CLI and its API adds to the time " +
    "to the first chunk of a streamed reply, for requests of 5, 60 and 400 kB: " +
    "the median of 150 requests, after 150 others. The relay is a process of " +
    "its own, as a traced query starts it, and its spans are exported; the " +
    "bare pass-through is the least that any relay does. With each request " +
    "parsed as JSON before it is sent on, it knows what is in it, which is the " +
    "plainest way to tell which turn asks.",
  bare: NAMES.none,
  reference: NAMES.bare,
  rounds: 5,
  seconds: 40,
  figures: [5, 60, 400].map((kB) => ({
    key: `kB${kB}`,
    title: `First chunk, ${kB} kB`,
    unit: "ms",
    added: true,
  })),
  ways: (["none", "bare", "parsed", "relay"] as const).map((kind) => ({
    name: NAMES[kind],
    args: benchArgs("relay/first_chunk.ts", kind),
  })),
};

const largeReply: Suite = {
  name: "relay-100mb",
  title: "The relay, with a reply of 100 MB",
  about: "How long a reply of 100 MB takes through a relay to a client that " +
    "reads as fast as it can, and the most memory that the process of the " +
    "relay has had: with that client, and with one that waits 20 ms after " +
    "each MB. The replies of the bare one never reach JavaScript; with each " +
    "chunk seen they do, which is the least that a relay does that records them.",
  reference: NAMES.bare,
  rounds: 3,
  seconds: 40,
  figures: [
    { key: "ms", title: "Time, fast client", unit: "ms" },
    { key: "fast", title: "Memory, fast client", unit: "MB" },
    { key: "slow", title: "Memory, slow client", unit: "MB" },
  ],
  ways: (["bare", "seen", "relay"] as const).map((kind) => ({
    name: NAMES[kind],
    args: benchArgs("relay/large_reply.ts", kind),
  })),
};

/** What the relay between the Claude CLI and its API costs. */
export const relaySuites: readonly Suite[] = [firstChunk, largeReply];
