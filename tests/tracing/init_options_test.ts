import { assertEquals } from "@std/assert";
import { AGENT_SPANS, runAgentFor } from "./_agent.ts";
import { startCollector } from "./_collector.ts";
import { runJson, runProgram } from "./_program.ts";

const GIVEN = {
  enabled: true,
  names: ["GET", "inner", "agent.run"],
  traces: 1,
  during: ["context", "propagation"],
  left: [],
  shutdowns: 0,
};

Deno.test("initTracing() makes the spans with the provider that it is given, and leaves it to its owner", async () => {
  const { json, stderr } = await runJson("given_provider");
  assertEquals([json, stderr], [GIVEN, ""]);
});

Deno.test("initTracing() is given a provider whatever the environment asks for", async () => {
  await using collector = startCollector();
  const { json, stderr } = await runJson("given_provider", {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_FILE: "/nowhere/traces.jsonl",
    },
  });
  assertEquals(
    [json, stderr],
    [
      GIVEN,
      'turnspan: Cannot use OTEL_TRACES_FILE="/nowhere/traces.jsonl": the ' +
      "program has given a provider of its own\n",
    ],
  );
  assertEquals(collector.requests.length, 0);
});

Deno.test("initTracing() makes no span with the provider when it is disabled", async () => {
  const { json, stderr } = await runJson("given_provider", {
    env: { OTEL_SDK_DISABLED: "true" },
  });
  assertEquals([json, stderr], [{
    ...GIVEN,
    enabled: false,
    names: [],
    traces: 0,
    during: [],
  }, ""]);
});

Deno.test("initTracing() throws nothing for options of the wrong type, and names them", async () => {
  const { code, stdout, stderr } = await runProgram("odd_options");
  const line = (name: string, kind: string) =>
    `turnspan: Cannot use the option "${name}" of initTracing: not ${kind}\n`;
  assertEquals([code, stdout], [
    0,
    "false\nfalse\nunknown_service:deno\nunknown_service:deno\n",
  ]);
  assertEquals(
    stderr,
    line("tracerProvider", "a tracer provider") +
      line("serviceVersion", "a string") +
      line("flushTimeoutMs", "a number of milliseconds") +
      line("fetch", "true or false") + line("cwd", "a string") +
      "turnspan: Cannot use the service name of initTracing: not a string\n"
        .repeat(2),
  );
});

Deno.test("a program that exits without waiting for its spans is told how many are lost", async () => {
  await using collector = startCollector();
  const { code, stdout, stderr } = await runProgram("agent", {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    input: { end: "exit" },
  });
  assertEquals([code, stdout], [3, "the answer\n"]);
  assertEquals(
    stderr,
    `turnspan: Cannot send ${AGENT_SPANS.length} spans: the program ended ` +
      'first; end with "await using tracing", or await tracing.shutdown() ' +
      "before Deno.exit()\n",
  );
  assertEquals(await runAgentFor(collector.url), "");
});

Deno.test("a program that has flushed loses nothing by not shutting down", async () => {
  await using collector = startCollector();
  const flushed = await runAgentFor(collector.url, {}, { end: "flush" });
  assertEquals(flushed, "");
  assertEquals(collector.spans().length, AGENT_SPANS.length);
});
