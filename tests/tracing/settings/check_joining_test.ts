import { assertEquals } from "@std/assert";
import { runProgram } from "../_program.ts";
import { makeFolder } from "../_trace_file.ts";

const CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
const TRACE = "1".repeat(32);
const SPAN = "2".repeat(16);
const JOINED = { TRACEPARENT: `00-${TRACE}-${SPAN}-01` };

/** Values that mean nothing, of each variable that is read when it is needed. */
const SENSELESS: readonly Readonly<Record<string, string>>[] = [
  { TRACEPARENT: "nonsense" },
  { TRACEPARENT: `00-${TRACE}-${SPAN}` },
  { TRACEPARENT: `00-${"0".repeat(32)}-${SPAN}-01` },
  { TRACEPARENT: `00-${TRACE}-${"0".repeat(16)}-01` },
  { TRACEPARENT: `00-${"A".repeat(32)}-${SPAN}-01` },
  { TRACEPARENT: `00-${TRACE}-${SPAN}-01-more` },
  { TRACEPARENT: `ff-${TRACE}-${SPAN}-01` },
  { TRACESTATE: "nonsense", ...JOINED },
  { TRACESTATE: ";;,;", ...JOINED },
  { BAGGAGE: "nonsense" },
  { BAGGAGE: "=x,%=y" },
  { [CAPTURE]: "yes" },
  { [CAPTURE]: "1" },
  { [CAPTURE]: "true,span_only" },
  { OTEL_PROPAGATORS: "," },
];

/** Values that mean something, or are the same as none. */
const SENSIBLE: Readonly<Record<string, string>> = {
  ...{ ...JOINED, TRACESTATE: "a=b", BAGGAGE: "a=b" },
  OTEL_PROPAGATORS: " ",
};

Deno.test("initTracing() says one line of each variable that means nothing", async () => {
  using folder = makeFolder();
  const file = { OTEL_TRACES_FILE: `${folder.path}/traces.jsonl` };
  for (const env of SENSELESS) {
    const [[name = "", value] = []] = Object.entries(env);
    const on = await runProgram("agent", { env: { ...env, ...file } });
    const shown = name === "BAGGAGE" ? "" : `="${value}"`;
    const lines = on.stderr.trimEnd().split("\n");
    assertEquals(lines.length, 1, on.stderr);
    const start = `turnspan: Cannot use ${name}${shown}: `;
    assertEquals(on.stderr.slice(0, start.length), start);
    const off = await runProgram("agent", { env });
    assertEquals({ ...on, stderr: "" }, off);
  }
});

Deno.test("initTracing() says nothing of what means something", async () => {
  using folder = makeFolder();
  const file = { OTEL_TRACES_FILE: `${folder.path}/traces.jsonl` };
  const captures = ["TRUE", "false", "No_Content", "event_only", " span_only "];
  for (const capture of [...captures, "SPAN_AND_EVENT", " ", ""]) {
    const env = { ...SENSIBLE, ...file, [CAPTURE]: capture };
    assertEquals((await runProgram("agent", { env })).stderr, "", capture);
  }
  const later = { TRACEPARENT: `01-${TRACE}-${SPAN}-01-more`, ...file };
  assertEquals((await runProgram("agent", { env: later })).stderr, "");
});

Deno.test("initTracing() says it too where the provider is the program's", async () => {
  const env = { TRACEPARENT: "nonsense", [CAPTURE]: "yes" };
  const { stderr } = await runProgram("agent", {
    env: { ...env, OTEL_DENO: "true", OTEL_EXPORTER_OTLP_ENDPOINT: "none:" },
  });
  const said = stderr.split("\n").filter((line) =>
    line.startsWith("turnspan:")
  );
  assertEquals(said.length, 2, stderr);
});
