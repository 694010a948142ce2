import { benchArgs } from "../shared/bench_args.ts";
import type { Suite, Way } from "../suite.ts";
import type { Maker } from "./agents.ts";
import type { Sink } from "./provide.ts";

const CONTENT = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true" };

/** What a turn of the agent is. */
const TURN = "Each turn has an agent.turn, a chat, a POST and two tool.call";

const CPU_A_TURN = { key: "cpu", title: "CPU a turn", unit: "µs" };

function warm(
  name: string,
  [maker, sink, requests]: readonly [Maker, Sink, "requests"?],
  env?: Record<string, string>,
): Way {
  const args = benchArgs(
    "recorder/warm.ts",
    ...[maker, sink, ...(requests ? [requests] : [])],
  );
  return { name, args, ...(env && { env }) };
}

const recorder: Suite = {
  name: "recorder",
  title: "The recorder, without requests",
  about: `${TURN}: recorded by this project, and the same spans made by hand ` +
    "on the bare SDK. Spans are dropped, no request is sent, and 500 runs of " +
    "20 turns are measured once 1,000 others have warmed up: V8 compiles " +
    "until then.",
  reference: "by hand",
  rounds: 15,
  seconds: 40,
  figures: [CPU_A_TURN],
  ways: [
    warm("by hand", ["by-hand", "dropped"]),
    warm("recorded", ["recorded", "dropped"]),
  ],
};

const requests: Suite = {
  name: "recorder-requests",
  title: "The recorder, with requests",
  about: `${TURN}, and sends its whole conversation to a model, which a ` +
    "function in the process answers at once: the recorder reads each request " +
    "and reply for the ledger. By hand, nobody reads them; where each prompt is " +
    "told, each request is parsed for the bytes of each role, and a trajectory " +
    "is kept: the least that tells which turn grew. Spans are dropped.",
  reference: "by hand",
  rounds: 7,
  seconds: 110,
  figures: [CPU_A_TURN],
  ways: [
    warm("by hand", ["by-hand", "dropped", "requests"]),
    warm("by hand, each prompt told", ["told", "dropped", "requests"]),
    warm("recorded", ["recorded", "dropped", "requests"]),
    warm("recorded, content on", ["recorded", "dropped", "requests"], CONTENT),
  ],
};

const exported: Suite = {
  name: "recorder-export",
  title: "The recorder, with requests, exported over OTLP",
  about:
    `${TURN}, and sends its whole conversation to a model. Every span is ` +
    "exported as OTLP JSON to a collector in another process, whose own work " +
    "is not counted.",
  reference: "by hand",
  rounds: 5,
  seconds: 110,
  figures: [CPU_A_TURN],
  ways: [
    warm("by hand", ["by-hand", "otlp", "requests"]),
    warm("recorded", ["recorded", "otlp", "requests"]),
    warm("recorded, content on", ["recorded", "otlp", "requests"], CONTENT),
  ],
};

const growth: Suite = {
  name: "growth",
  title: "Conversations of 10 to 1,000 turns",
  about: "What a turn takes on average in conversations of 10, 100 and 1,000 " +
    "turns. Each turn sends all turns before it, so that the last of 1,000 " +
    "sends 1.7 MB.",
  reference: "by hand",
  rounds: 3,
  seconds: 50,
  figures: [10, 100, 1_000].map((turns) => ({
    key: `turns${turns}`,
    title: `CPU a turn, ${turns.toLocaleString("en")} turns`,
    unit: "µs",
  })),
  ways: [
    { name: "by hand", args: benchArgs("recorder/growth.ts", "by-hand") },
    { name: "recorded", args: benchArgs("recorder/growth.ts", "recorded") },
    {
      name: "recorded, content on",
      args: benchArgs("recorder/growth.ts", "recorded"),
      env: CONTENT,
    },
  ],
};

const runsAtOnce: Suite = {
  name: "runs-at-once",
  title: "1 to 1,000 runs at once",
  about: "What a turn takes while 1, 100 and 1,000 runs of 20 turns, with " +
    "requests, are open at once in one process, and the most memory that the " +
    "process has had.",
  reference: "by hand",
  rounds: 3,
  seconds: 40,
  figures: [
    ...[1, 100, 1_000].map((runs) => ({
      key: `runs${runs}`,
      title: `CPU a turn, ${runs.toLocaleString("en")} at once`,
      unit: "µs",
    })),
    { key: "rss", title: "Memory, 1,000 at once", unit: "MB" },
  ],
  ways: [
    { name: "by hand", args: benchArgs("recorder/runs_at_once.ts", "by-hand") },
    {
      name: "by hand, each prompt told",
      args: benchArgs("recorder/runs_at_once.ts", "told"),
    },
    {
      name: "recorded",
      args: benchArgs("recorder/runs_at_once.ts", "recorded"),
    },
  ],
};

/** What recording a turn takes. */
export const recorderSuites: readonly Suite[] = [
  ...[recorder, requests, exported, growth, runsAtOnce],
];
