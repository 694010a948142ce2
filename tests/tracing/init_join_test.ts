import { assertEquals } from "@std/assert";
import { AGENT_SPANS } from "./_agent.ts";
import { startCollector } from "./_collector.ts";
import { runJson } from "./_program.ts";

Deno.test("initTracing() joins a provider of the program", async () => {
  const { json, stderr } = await runJson("own_provider", {
    env: {
      OTEL_TRACES_FILE: "/nowhere/traces.jsonl",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      OTEL_TRACES_EXPORTER: "console",
    },
  });
  assertEquals(
    stderr,
    'turnspan: Cannot use OTEL_TRACES_FILE="/nowhere/traces.jsonl": the ' +
      "program has registered a provider of its own\n",
  );
  assertEquals(json, {
    enabled: true,
    names: ["inner", "mine", ...AGENT_SPANS].sort(),
    innerIsInTool: true,
    headers: ["traceparent"],
    registered: ["context", "propagation", "trace"],
    left: ["trace"],
    shutdowns: 0,
  });
});

Deno.test("initTracing() leaves the program's context and propagation alone", async () => {
  const { json, stderr } = await runJson<{ left: string[] }>("own_provider", {
    input: { all: true },
  });
  assertEquals(stderr, "");
  assertEquals(json.left, ["context", "propagation", "trace"]);
});

Deno.test("initTracing() adds nothing to a provider when it is disabled", async () => {
  const { json, stderr } = await runJson("own_provider", {
    env: { OTEL_SDK_DISABLED: "true" },
    input: { all: true },
  });
  assertEquals(stderr, "");
  assertEquals(json, {
    enabled: false,
    names: ["inner"],
    innerIsInTool: false,
    headers: [],
    registered: ["context", "propagation", "trace"],
    left: ["context", "propagation", "trace"],
    shutdowns: 0,
  });
});

Deno.test("initTracing() joins Deno's own OpenTelemetry", async () => {
  await using collector = startCollector();
  await using upstream = startCollector();
  const { json, stderr } = await runJson<Record<string, unknown>>("deno_otel", {
    env: {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_TRACES_FILE: "/nowhere/traces.jsonl",
    },
    input: { upstream: upstream.url },
  });
  assertEquals(
    stderr,
    'turnspan: Cannot use OTEL_TRACES_FILE="/nowhere/traces.jsonl": Deno\'s ' +
      "own OpenTelemetry exports the spans\n",
  );
  assertEquals(json, { enabled: true, sameFetch: true, sdk: [] });
  const spans = collector.spans();
  assertEquals(
    spans.map(({ name }) => name).sort(),
    ["GET", "GET", "agent.run", "agent.turn", "chat gpt-5", "tool.call"].sort(),
  );
  // Deno counts an attribute without a value as dropped.
  const dropping = spans.filter((span) => span.droppedAttributesCount !== 0);
  assertEquals(dropping.map(({ name }) => name), []);
  assertEquals(new Set(spans.map(({ traceId }) => traceId)).size, 1);
  assertEquals(upstream.requests.length, 2);
  for (const { headers } of upstream.requests) {
    const [, , parent] = headers.get("traceparent")?.split("-") ?? [];
    const span = spans.find(({ spanId }) => spanId === parent);
    assertEquals(span?.name, "GET");
  }
});
