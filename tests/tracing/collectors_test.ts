import { assertEquals, assertMatch } from "@std/assert";
import { AGENT_SPANS, runAgentFor } from "./_agent.ts";
import { decodeJson, resourceOf, startCollector } from "./_collector.ts";
import { textsAt } from "./_protobuf.ts";

Deno.test("initTracing() sends OTLP as JSON by default", async () => {
  await using collector = startCollector();
  const stderr = await runAgentFor(collector.url, {}, {
    serviceVersion: "1.2.3",
  });
  assertEquals(stderr, "");
  const [request] = collector.requests;
  assertEquals(request?.path, "/v1/traces");
  assertEquals(request?.headers.get("content-type"), "application/json");
  assertMatch(request?.headers.get("user-agent") ?? "", /^turnspan\/\d/);
  assertEquals(collector.spans().map(({ name }) => name).sort(), AGENT_SPANS);
  assertEquals(collector.requests.length, 1);
  const resource = resourceOf(decodeJson(request?.body ?? ""));
  assertMatch(resource["telemetry.sdk.version"] ?? "", /^\d/);
  delete resource["telemetry.sdk.version"];
  assertEquals(resource, {
    "service.name": "agent",
    "service.version": "1.2.3",
    "telemetry.sdk.name": "opentelemetry",
    "telemetry.sdk.language": "nodejs",
    "process.runtime.name": "deno",
    "process.runtime.version": Deno.version.deno,
  });
});

Deno.test("initTracing() sends OTLP as protobuf when asked to", async () => {
  await using collector = startCollector(() => new Response(new Uint8Array()));
  const stderr = await runAgentFor(collector.url, {
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=a%20b",
  });
  assertEquals(stderr, "");
  const [request] = collector.requests;
  const headers = request?.headers;
  assertEquals(headers?.get("content-type"), "application/x-protobuf");
  assertEquals(headers?.get("content-encoding"), "gzip");
  assertEquals(headers?.get("x-team"), "a b");
  // resource_spans, scope_spans, spans, name
  const names = textsAt(request?.body ?? new Uint8Array(), [1, 2, 2, 5]);
  assertEquals(names.sort(), AGENT_SPANS);
});

Deno.test("initTracing() sends its spans without making spans of that", async () => {
  await using collector = startCollector();
  const stderr = await runAgentFor(collector.url, {
    OTEL_BSP_SCHEDULE_DELAY: "0",
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1",
  });
  assertEquals(stderr, "");
  assertEquals(collector.requests.length, 4);
  assertEquals(collector.spans().map(({ name }) => name).sort(), AGENT_SPANS);
  for (const { headers } of collector.requests) {
    assertEquals(headers.get("traceparent"), null);
  }
});

Deno.test("initTracing() trusts a certificate that the environment names", async () => {
  const file = (name: string) =>
    new URL(import.meta.resolve(`./_tls/${name}`)).pathname;
  await using collector = startCollector(undefined, {
    cert: await Deno.readTextFile(file("cert.pem")),
    key: await Deno.readTextFile(file("key.pem")),
  });
  const stderr = await runAgentFor(collector.url, {
    OTEL_EXPORTER_OTLP_CERTIFICATE: file("ca.pem"),
  });
  assertEquals(stderr, "");
  assertEquals(collector.spans().map(({ name }) => name).sort(), AGENT_SPANS);
  const refused = await runAgentFor(collector.url);
  assertMatch(refused, /^turnspan: Cannot deliver 4 of 4 .*certificate.*\n$/);
});

Deno.test("initTracing() sends again what a collector had no time for", async () => {
  let answered = 0;
  await using collector = startCollector(() =>
    answered++ < 2
      ? new Response("", { status: 503, headers: { "retry-after": "0" } })
      : Response.json({})
  );
  assertEquals(await runAgentFor(collector.url), "");
  assertEquals(collector.requests.length, 3);
  assertEquals(collector.requests[0]?.body, collector.requests[2]?.body);
});

Deno.test("initTracing() delivers every span of a burst", async () => {
  await using collector = startCollector();
  const input = { burst: 20_000, flushTimeoutMs: 60_000 };
  assertEquals(await runAgentFor(collector.url, {}, input), "");
  assertEquals(collector.spans().length, 20_004);
});

Deno.test("initTracing() counts what its queue cannot hold", async () => {
  await using collector = startCollector();
  const stderr = await runAgentFor(
    collector.url,
    { OTEL_BSP_MAX_QUEUE_SIZE: "10", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "10" },
    { runs: 0, burst: 100 },
  );
  const dropped = 100 - collector.spans().length;
  assertEquals(
    stderr,
    `turnspan: Dropped ${dropped} of 100 spans: the queue holds 10, set ` +
      "OTEL_BSP_MAX_QUEUE_SIZE for more\n",
  );
});

Deno.test("initTracing() holds no program back that forgets to shut it down", async () => {
  await using collector = startCollector();
  assertEquals(await runAgentFor(collector.url, {}, { end: "forget" }), "");
});
