import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { nobodyListens } from "../../_helpers/nobody_listens.ts";
import { runAgentFor } from "../_agent.ts";
import {
  type CollectedRequest,
  type Reply,
  startCollector,
} from "../_collector.ts";
import { startProgram } from "../_program.ts";

/** For a collector that hangs, at once or once it has answered. */
const SOON = { flushTimeoutMs: 400 };
const LATER = { flushTimeoutMs: 2_000 };

/** Runs an agent against a collector, and expects one line about it. */
async function runBad(
  reply: Reply,
  reason: string,
  env: Record<string, string> = {},
  input: unknown = {},
): Promise<readonly CollectedRequest[]> {
  await using collector = startCollector(reply);
  const stderr = await runAgentFor(collector.url, env, input);
  assertEquals(
    stderr,
    `turnspan: Cannot deliver 4 of 4 spans to "${collector.url}/v1/traces": ` +
      `${reason}\n`,
  );
  return collector.requests;
}

Deno.test("initTracing() says that a collector refuses connections", async () => {
  using nobody = await nobodyListens();
  const { url } = nobody;
  // Nobody waits for a retry at the end, however long the deadline is.
  const stderr = await runAgentFor(url, {}, { flushTimeoutMs: 60_000 });
  assertStringIncludes(
    stderr,
    `turnspan: Cannot deliver 4 of 4 spans to "${url}/v1/traces": `,
  );
  assertEquals(stderr.trim().split("\n").length, 1);
});

Deno.test("initTracing() gives up on a collector that hangs", async () => {
  const hang = Promise.withResolvers<Response>();
  const reason = "gave up after 400 ms without an answer";
  await runBad(() => hang.promise, reason, {}, SOON);
});

Deno.test("initTracing() gives up on a reply that never ends", async () => {
  const body = () =>
    new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) });
  await runBad(
    () => new Response(body()),
    "gave up after 400 ms without an answer",
    {},
    SOON,
  );
});

Deno.test("initTracing() gives up on a reply that comes drop by drop", async () => {
  let timer: ReturnType<typeof setInterval>;
  const body = () =>
    new ReadableStream({
      start(controller) {
        timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 50);
      },
      cancel: () => clearInterval(timer),
    });
  await runBad(
    () => new Response(body()),
    "gave up after 400 ms without an answer",
    {},
    SOON,
  );
});

Deno.test("initTracing() says how long it waited for a collector", async () => {
  const hang = Promise.withResolvers<Response>();
  await runBad(() => hang.promise, "no answer within 150 ms", {
    OTEL_EXPORTER_OTLP_TIMEOUT: "150",
  });
});

Deno.test("initTracing() says why none of a name's addresses is reached", async () => {
  const endpoint = "http://localhost:1";
  const stderr = await runAgentFor(endpoint, {}, { flushTimeoutMs: 60_000 });
  assertMatch(
    stderr,
    /^turnspan: Cannot deliver 4 of 4 spans to "http:\/\/localhost:1\/v1\/traces": connect ECONNREFUSED \S+:1\n$/,
  );
});

Deno.test("initTracing() says what a collector answers", async () => {
  await runBad(
    () => new Response("it\u001b[31m is\nbroken", { status: 500 }),
    "it answered 500 Internal Server Error (it [31m is broken)",
  );
  await runBad(
    () => new Response("x".repeat(5000), { status: 400 }),
    `it answered 400 Bad Request (${"x".repeat(100)}…)`,
  );
});

Deno.test("initTracing() names the other protocol when one is not spoken", async () => {
  const reply = () => new Response(null, { status: 415 });
  await runBad(
    reply,
    "it answered 415 Unsupported Media Type, try " +
      "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
  );
  await runBad(
    reply,
    "it answered 415 Unsupported Media Type, try " +
      "OTEL_EXPORTER_OTLP_PROTOCOL=http/json",
    { OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf" },
  );
});

Deno.test("initTracing() follows no redirect with its headers", async () => {
  await using elsewhere = startCollector();
  await runBad(
    () => Response.redirect(`${elsewhere.url}/login`, 307),
    "it answered 307 Temporary Redirect, a redirect to " +
      `${elsewhere.url}/login, which is not followed`,
    { OTEL_EXPORTER_OTLP_HEADERS: "x-key=marker" },
  );
  assertEquals(elsewhere.requests.length, 0);
});

Deno.test("initTracing() waits no longer than its deadline for Retry-After", async () => {
  for (const wait of ["9", "3600", new Date(Date.now() + 9e6).toUTCString()]) {
    const requests = await runBad(
      () => new Response("", { status: 429, headers: { "retry-after": wait } }),
      "it answered 429 Too Many Requests",
      {},
      LATER,
    );
    assertEquals(requests.length, 1);
  }
});

Deno.test("initTracing() says what a collector said before it hung", async () => {
  const hang = Promise.withResolvers<Response>();
  let answered = 0;
  const headers = { "retry-after": "0" };
  const requests = await runBad(
    () =>
      answered++ === 0
        ? new Response("", { status: 503, headers })
        : hang.promise,
    "it answered 503 Service Unavailable",
    {},
    LATER,
  );
  assertEquals(requests.length, 2);
});

Deno.test("initTracing() says that an answer is not OTLP", async () => {
  const headers = { "content-type": "text/html" };
  await runBad(
    () => new Response("<html>Welcome</html>", { headers }),
    "its answer is not OTLP (text/html); is it a collector?",
  );
  await runBad(
    () => new Response("\u0007\u00ff rubbish", { headers }),
    "its answer is not OTLP (text/html); is it a collector?",
    { OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf" },
  );
});

Deno.test("initTracing() says how many spans a collector rejected", async () => {
  for (const [rejectedSpans, lost] of [["3", 3], ["99", 4]] as const) {
    await using collector = startCollector(() =>
      Response.json({
        partialSuccess: { rejectedSpans, errorMessage: "too\nold" },
      })
    );
    for (const protocol of ["http/json", "http/protobuf"]) {
      const stderr = await runAgentFor(collector.url, {
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      });
      assertEquals(
        stderr,
        `turnspan: Cannot deliver ${lost} of 4 spans to ` +
          `"${collector.url}/v1/traces": too old\n`,
      );
    }
  }
});

Deno.test("initTracing() says no secret of a collector's", async () => {
  await using collector = startCollector(() =>
    new Response("no such key: marker-header", { status: 401 })
  );
  const endpoint = `${collector.url}/x?key=marker-query`;
  const stderr = await runAgentFor(endpoint, {
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=marker-header",
  });
  assertEquals(collector.requests[0]?.headers.get("x-key"), "marker-header");
  assertEquals(collector.requests[0]?.path, "/x/v1/traces?key=marker-query");
  assertEquals(
    stderr,
    `turnspan: Cannot deliver 4 of 4 spans to "${collector.url}/x/v1/traces": ` +
      "it answered 401 Unauthorized (no such key: [redacted])\n",
  );
});

Deno.test("initTracing() says a failure of a long run at once, and one time", async () => {
  await using collector = startCollector(() =>
    new Response("", { status: 500 })
  );
  const stderr = await runAgentFor(collector.url, {
    OTEL_BSP_SCHEDULE_DELAY: "0",
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1",
  }, { runs: 5 });
  assertMatch(stderr, /^turnspan: Cannot deliver \d+ of \d+ spans .*500.*\n$/);
});

Deno.test("initTracing() says a failure while the program goes on", async () => {
  await using collector = startCollector(() =>
    new Response("", { status: 500 })
  );
  await using program = startProgram("agent", {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: "0",
    },
    input: { end: "wait" },
  });
  const lines = program.stderr.pipeThrough(new TextDecoderStream());
  for await (const line of lines) {
    assertMatch(line, /^turnspan: Cannot deliver \d of \d spans .*500.*\n$/);
    break;
  }
  program.kill();
  await program.stdout.cancel();
});
