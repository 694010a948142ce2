import type { Results } from "../../bench/harness/results.ts";
import { summarize, type Summary } from "../../bench/harness/summary.ts";

/** What was aimed at, and what came of it. */
export interface Aim {
  /** What is measured. */
  readonly what: string;
  /** The most that it may be. */
  readonly most: number;
  /** Of both numbers; empty where they are ratios. */
  readonly unit: string;
  /** What was measured; absent where that was not. */
  readonly measured?: number;
}

/** Looks up what a way came to in a figure of a suite. */
type Find = (suite: string, key: string, way: string) => Summary | undefined;

/** A framework that peers trace too. */
interface Framework {
  readonly name: string;
  readonly suite: string;
  /** How much of what the cheapest peer adds we may add. */
  readonly most: number;
  /** Those of the peers that make spans for the agent and its tools. */
  readonly peers: readonly string[];
}

const ALL = ["OpenInference", "OpenLLMetry", "Langfuse"];

const FRAMEWORKS: readonly Framework[] = [
  {
    name: "OpenAI Agents SDK",
    suite: "peers-openai-agents",
    most: 0.7,
    // The others have nothing for it but spans of the model's calls.
    peers: ["OpenInference"],
  },
  { name: "LangChain", suite: "peers-langchain", most: 0.6, peers: ALL },
  { name: "deepagents", suite: "peers-deepagents", most: 0.6, peers: ALL },
];

const COMMANDS = ["plan-execute", "openai-agent", "deep-agent", "claude-agent"];

/**
 * Compares what was measured with what this project aims at.
 *
 * @param results What `deno task bench` measured.
 * @returns Each aim, the peers first.
 */
export function aimsOf(results: Results): Aim[] {
  const find: Find = (suite, key, way) => {
    const measured = results.suites.find(({ name }) => name === suite);
    return measured &&
      summarize(measured, key).find((summary) => summary.way === way);
  };
  const aims = [
    ...peerAims(results),
    ...recorderAims(find),
    ...startUpAims(find),
    ...streamAims(find),
    ...otherAims(find),
  ];
  return aims.map(({ measured, ...aim }) =>
    measured === undefined ? aim : { ...aim, measured }
  );
}

/** An aim whose figure may not be there. */
type Draft = Omit<Aim, "measured"> & { readonly measured: number | undefined };

function peerAims({ suites }: Results): Draft[] {
  return FRAMEWORKS.flatMap(({ name, suite: wanted, most, peers }) => {
    const suite = suites.find((suite) => suite.name === wanted);
    const all = (key: string) =>
      suite === undefined ? [] : summarize(suite, key);
    const measured = { cpu: all("cpu"), bytes: all("bytes"), peers };
    return [{
      what: `${name}: added CPU, of the cheapest peer's`,
      ...{ most, unit: "" },
      measured: addedOfPeers(measured, "content off"),
    }, {
      what: `${name}: the same, our content on and the peer's off`,
      ...{ most: 1, unit: "" },
      measured: addedOfPeers(measured, "content on"),
    }, {
      what: `${name}: JSON with content on, of the leanest peer's`,
      ...{ most: 0.5, unit: "" },
      measured: bytesOfPeers(measured),
    }];
  });
}

/** What the ways of a framework came to. */
interface Compared {
  readonly cpu: readonly Summary[];
  readonly bytes: readonly Summary[];
  readonly peers: readonly string[];
}

/** What we add, of what the cheapest peer adds with its content off. */
function addedOfPeers(
  { cpu, peers }: Compared,
  content: string,
): number | undefined {
  const added = (name: string, content: string) =>
    cpu.find(({ way }) => way === `${name}, ${content}`)?.added;
  return ofLeast(
    added("turnspan", content),
    peers.map((peer) => added(peer, "content off")),
  );
}

/** What we send with content on, of what the leanest peer sends. */
function bytesOfPeers({ bytes, peers }: Compared): number | undefined {
  const sent = (name: string) =>
    bytes.find(({ way }) => way === `${name}, content on`)?.median;
  return ofLeast(sent("turnspan"), peers.map(sent));
}

function ofLeast(
  ours: number | undefined,
  theirs: readonly (number | undefined)[],
): number | undefined {
  const known = theirs.filter((one) => one !== undefined);
  if (ours === undefined || known.length === 0) return undefined;
  return ours / Math.min(...known);
}

function recorderAims(find: Find): Draft[] {
  const ratio = (suite: string, key: string, way: string) =>
    find(suite, key, way)?.ratio;
  return [{
    what: "The recorder, of by hand, without requests",
    ...{ most: 1.25, unit: "" },
    measured: ratio("recorder", "cpu", "recorded"),
  }, {
    what: "The recorder, of by hand, with requests",
    ...{ most: 1.6, unit: "" },
    measured: ratio("recorder-requests", "cpu", "recorded"),
  }, {
    what: "1,000 runs at once: memory, of by hand",
    ...{ most: 1.2, unit: "" },
    measured: ratio("runs-at-once", "rss", "recorded"),
  }, {
    what: "Tracing off: a scope, over a bare AsyncLocalStorage.run",
    ...{ most: 1, unit: "µs" },
    measured: find("off", "cpu", "recorded, tracing off")?.added,
  }];
}

function startUpAims(find: Find): Draft[] {
  return COMMANDS.flatMap((command) => {
    const off = find("start-up", command, "tracing off");
    const on = find("start-up", command, "tracing on");
    return [{
      what: `Start-up of ${command}, tracing off, of the bare script`,
      ...{ most: 1.1, unit: "" },
      measured: off?.ratio,
    }, {
      what: `Start-up of ${command}, tracing on, over off`,
      ...{ most: 60, unit: "ms" },
      measured: on && off && on.median - off.median,
    }];
  });
}

function streamAims(find: Find): Draft[] {
  const traced = (key: string) =>
    find("streams", key, "traced fetch, in a span");
  const bare = find("streams", "slow", "bare fetch, SDK loaded");
  const slow = traced("slow");
  return [{
    what: "A streamed reply of 200 MB, of the SDK loaded",
    ...{ most: 1.1, unit: "" },
    measured: traced("large")?.ratio,
  }, {
    what: "A slow reader: memory, over the SDK loaded",
    ...{ most: 5, unit: "MB" },
    measured: slow && bare && slow.median - bare.median,
  }];
}

function otherAims(find: Find): Draft[] {
  const relay = (key: string) => find("relay", key, "our relay, traced");
  return [{
    what: "The relay, to the first chunk, 60 kB",
    ...{ most: 1, unit: "ms" },
    measured: relay("kB60")?.added,
  }, {
    what: "The relay, to the first chunk, 400 kB, of a bare pass-through",
    ...{ most: 1, unit: "" },
    measured: relay("kB400")?.addedRatio,
  }, {
    what: "The relay, 100 MB, of a bare pass-through",
    ...{ most: 2, unit: "" },
    measured: find("relay-100mb", "ms", "our relay, traced")?.ratio,
  }, {
    what: "turns, 1,000,000 spans",
    ...{ most: 8, unit: "s" },
    measured: find("turns", "seconds", "turns")?.median,
  }, {
    what: "JSON a span, content off",
    ...{ most: 1_300, unit: "bytes" },
    measured: find("bytes", "json", "content off")?.median,
  }];
}
