import { benchArgs } from "../shared/bench_args.ts";
import type { Suite, Way } from "../suite.ts";

const CONTENT = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true" };
const PROTOBUF = { OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf" };

function exporter(name: string, sink: string, env = {}): Way {
  const args = benchArgs("recorder/warm.ts", "recorded", sink, "requests");
  return { name, args, env };
}

const file: Suite = {
  name: "file",
  title: "The exporters",
  about:
    "What exporting the five spans of a recorded turn takes: as OTLP JSON " +
    "or protobuf to a collector in another process, and into the trace file, " +
    "one line a span.",
  bare: "spans dropped",
  reference: "OTLP JSON",
  rounds: 3,
  seconds: 40,
  figures: [{ key: "cpu", title: "CPU a turn", unit: "µs", added: true }],
  ways: [
    exporter("spans dropped", "dropped"),
    exporter("OTLP JSON", "otlp"),
    exporter("OTLP protobuf", "otlp", PROTOBUF),
    exporter("trace file", "file"),
    exporter("trace file, content on", "file", CONTENT),
  ],
};

const bytes: Suite = {
  name: "bytes",
  title: "Bytes a span",
  about: "The bodies that a collector receives, and the trace file, for 10 " +
    "runs of 20 turns: bytes divided by spans. A request of turn 20 is 12 kB.",
  reference: "content off",
  rounds: 1,
  seconds: 3,
  figures: [
    { key: "json", title: "JSON", unit: "bytes" },
    { key: "jsonGzip", title: "JSON, gzip", unit: "bytes" },
    { key: "protobuf", title: "protobuf", unit: "bytes" },
    { key: "protobufGzip", title: "protobuf, gzip", unit: "bytes" },
    { key: "file", title: "Trace file", unit: "bytes" },
  ],
  ways: [
    { name: "content off", args: benchArgs("file/bytes.ts") },
    { name: "content on", args: benchArgs("file/bytes.ts"), env: CONTENT },
  ],
};

/** What the exporters cost, and how much they write. */
export const fileSuites: readonly Suite[] = [file, bytes];
