import type { Suite, Way } from "../suite.ts";

/** What starts one way, but for what {@linkcode way} names. */
const START =
  "run --quiet --no-prompt --no-config --no-lock --allow-env --allow-net=127.0.0.1 --allow-read --allow-run bench/peers/main.ts";

const ABOUT =
  "An agent of ten turns, each but the last with two calls of tools, asks a model in another process that answers at once; 80 runs in one process after a warm-up of 300, with which V8 has compiled what runs often: after half of that it still compiles, and the more code, the longer. The figure is the processor time of that process, user and system, export included, for a turn. All send OTLP in JSON through a batch processor to a collector in another process, which counts the spans and the bytes. Peers are configured as their documents say; bench/peers has a file for each.";

/** What turns content off or on, and is checked against what spans have. */
const CONTENT = {
  off: {
    turnspan:
      "CONTENT=off OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=false",
    OpenInference:
      "CONTENT=off OPENINFERENCE_HIDE_INPUTS=true OPENINFERENCE_HIDE_OUTPUTS=true",
    OpenLLMetry: "CONTENT=off TRACELOOP_TRACE_CONTENT=false",
  },
  on: {
    turnspan:
      "CONTENT=on OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true",
    OpenInference:
      "CONTENT=on OPENINFERENCE_HIDE_INPUTS=false OPENINFERENCE_HIDE_OUTPUTS=false",
    OpenLLMetry: "CONTENT=on TRACELOOP_TRACE_CONTENT=true",
  },
} as const;

/** What each framework's folder has a file for. */
const FILES = {
  turnspan: "ours",
  OpenInference: "openinference",
  OpenLLMetry: "openllmetry",
} as const;

function way(name: string, command: string): Way {
  return { name, args: [...START.split(" "), ...command.split(" ")] };
}

/** The ways to trace one framework; `argument` tells two of a folder apart. */
function ways(folder: string, argument = ""): Way[] {
  const file = (name: string) => `${folder}/${name}.ts${argument}`;
  const contents = (content: "off" | "on") =>
    (["turnspan", "OpenInference", "OpenLLMetry"] as const).map((name) =>
      way(
        `${name}, content ${content}`,
        `${CONTENT[content][name]} ${file(FILES[name])}`,
      )
    );
  return [
    way("bare", file("bare")),
    way("by hand", `CONTENT=off ${file("by_hand")}`),
    ...contents("off"),
    way(
      "Deno's own, requests only",
      `CONTENT=off OTEL_DENO=true ${file("bare")}`,
    ),
    ...contents("on"),
    way("Langfuse, content on", `CONTENT=on ${file("langfuse")}`),
  ];
}

const STREAMS: Suite = {
  name: "peers-streams",
  title: "Peers: streamed replies",
  about:
    "A streamed reply of 4 MB in pieces of 64 kB is read to its end, 250 times in one process after a warm-up of 25, from a server in another process. The figure is the processor time of that process, user and system, for a megabyte. Then the first piece of 64 MB is read and no more: held is what the server was rid of by then, of which the system's own buffers are most.",
  bare: "bare, the SDK loaded",
  reference: "turnspan",
  ways: [
    way("bare, the SDK loaded", "streams/bare.ts"),
    way("by hand", "streams/by_hand.ts"),
    way("turnspan", "streams/ours.ts"),
    way("@vercel/otel", "streams/vercel_otel.ts"),
    way("Deno's own", "OTEL_DENO=true streams/bare.ts"),
  ],
  figures: [
    { key: "cpu", title: "CPU a megabyte", unit: "ms" },
    { key: "held", title: "held for a reader that waits", unit: "MB" },
  ],
  rounds: 5,
  seconds: 60,
};

function suite(name: string, title: string, of: readonly Way[]): Suite {
  return {
    name,
    title,
    about: ABOUT,
    bare: "bare",
    reference: "turnspan, content off",
    ways: of,
    figures: [
      { key: "cpu", title: "CPU a turn", unit: "ms", added: true },
      { key: "spans", title: "spans a turn", unit: "" },
      { key: "bytes", title: "JSON a turn", unit: "bytes" },
    ],
    rounds: 5,
    seconds: 480,
  };
}

/** The peers beside turnspan, for each framework. */
export const suites: readonly Suite[] = [
  suite(
    "peers-openai-agents",
    "Peers: OpenAI Agents SDK",
    ways("openai_agents"),
  ),
  suite("peers-langchain", "Peers: LangChain", ways("langchain")),
  suite(
    "peers-deepagents",
    "Peers: deepagents",
    ways("langchain", " deepagents"),
  ),
  STREAMS,
];
