import { assertEquals, assertMatch } from "@std/assert";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { AGENT_SPANS, runAgentFor } from "../_agent.ts";
import { decodeJson, resourceOf, startCollector } from "../_collector.ts";
import { textsAt } from "../_protobuf.ts";

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

Deno.test("initTracing() sends user information as basic authentication", async () => {
  let status = 200;
  await using collector = startCollector(() => new Response("{}", { status }));
  const endpoint = collector.url.replace("//", "//us%20er:p%C3%A4ss@");
  const bytes = new TextEncoder().encode("us er:päss");
  const authorization = () =>
    collector.requests.at(-1)?.headers.get("authorization");
  assertEquals(await runAgentFor(endpoint), "");
  assertEquals(authorization(), `Basic ${bytes.toBase64()}`);
  const own = { OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20x" };
  assertEquals(await runAgentFor(endpoint, own), "");
  assertEquals(authorization(), "Bearer x");
  status = 401;
  assertEquals(
    await runAgentFor(endpoint),
    `turnspan: Cannot deliver 4 of 4 spans to "${collector.url}/v1/traces": ` +
      "it answered 401 Unauthorized ({})\n",
  );
});

/** A file of an authority that no system knows, and of who it vouches for. */
function tlsFile(name: string): string {
  return fileURLToPath(import.meta.resolve(`../_tls/${name}`));
}

Deno.test("initTracing() trusts a certificate that the environment names", async () => {
  await using collector = startCollector(undefined, {
    cert: await Deno.readTextFile(tlsFile("cert.pem")),
    key: await Deno.readTextFile(tlsFile("key.pem")),
  });
  for (const protocol of ["http/json", "http/protobuf"]) {
    const stderr = await runAgentFor(collector.url, {
      OTEL_EXPORTER_OTLP_CERTIFICATE: tlsFile("ca.pem"),
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    });
    assertEquals(stderr, "");
  }
  assertEquals(collector.requests.length, 2);
  const refused = await runAgentFor(collector.url);
  assertMatch(refused, /^turnspan: Cannot deliver 4 of 4 .*certificate.*\n$/);
  assertEquals(collector.requests.length, 2);
});

Deno.test("initTracing() trusts whom Deno's own requests trust", async () => {
  await using collector = startCollector(undefined, {
    cert: await Deno.readTextFile(tlsFile("cert.pem")),
    key: await Deno.readTextFile(tlsFile("key.pem")),
  });
  const stderr = await runAgentFor(collector.url, {
    DENO_CERT: tlsFile("ca.pem"),
  });
  assertEquals(stderr, "");
  assertEquals(collector.spans().length, 4);
});

Deno.test("initTracing() reaches a collector through the proxy of Deno's requests", async () => {
  await using proxy = startCollector();
  const endpoint = "http://collector.invalid:4318";
  assertEquals(await runAgentFor(endpoint, { HTTP_PROXY: proxy.url }), "");
  assertEquals(
    proxy.requests[0]?.headers.get("host"),
    "collector.invalid:4318",
  );
  assertEquals(proxy.spans().length, 4);
  const refused = await runAgentFor(endpoint, {
    HTTP_PROXY: proxy.url,
    NO_PROXY: "collector.invalid",
  });
  assertMatch(refused, /^turnspan: Cannot deliver 4 of 4 .*ENOTFOUND.*\n$/);
});

Deno.test("initTracing() shows a certificate that the environment names", async () => {
  const clients: unknown[] = [];
  const server = createServer({
    ca: await Deno.readTextFile(tlsFile("ca.pem")),
    cert: await Deno.readTextFile(tlsFile("cert.pem")),
    key: await Deno.readTextFile(tlsFile("key.pem")),
    requestCert: true,
    rejectUnauthorized: true,
  }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    clients.push(subject.CN);
    request.resume().on("end", () => response.end("{}"));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const run = (env: Record<string, string>) =>
    runAgentFor(`https://localhost:${port}`, {
      OTEL_EXPORTER_OTLP_CERTIFICATE: tlsFile("ca.pem"),
      ...env,
    });
  const own = {
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: tlsFile("client_cert.pem"),
    OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: tlsFile("client_key.pem"),
  };
  assertEquals(await run(own), "");
  assertEquals(clients, ["collector-client"]);
  assertMatch(await run({}), /^turnspan: Cannot deliver 4 of 4 .*\n$/);
  assertEquals(clients, ["collector-client"]);
  await new Promise((done) => server.close(done));
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
  assertEquals(
    await runAgentFor(collector.url, {}, { end: "forget" }),
    "turnspan: Cannot send 4 spans: the program ended first; end with " +
      '"await using tracing", or await tracing.shutdown() before Deno.exit()\n',
  );
});
