import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  assertEquals,
  assertInstanceOf,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { SamplingDecision } from "@opentelemetry/sdk-trace-base";
import { scopes } from "../../../tracing/base/scopes.ts";
import { errorType } from "../../../tracing/privacy/failure.ts";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { nobodyListens } from "../../_helpers/nobody_listens.ts";
import { echo, Recording, seen, serve, standIn } from "./_fetch_setup.ts";

Deno.test("tracedFetch() makes a client span by the HTTP conventions", async () => {
  await using server = echo();
  using recording = new Recording();

  const response = await recording.inSpan(() =>
    tracedFetch(`${server.url}/v1/models`, { method: "post", body: "{}" })
  );
  await response.body?.cancel();

  const { name, kind, attributes, status, events } = recording.span;
  assertEquals(name, "POST");
  assertEquals(kind, SpanKind.CLIENT);
  assertEquals(attributes, {
    "http.request.method": "POST",
    "url.full": `${server.url}/v1/models`,
    "server.address": "127.0.0.1",
    "server.port": Number(new URL(server.url).port),
    "http.response.status_code": 200,
  });
  assertEquals(status.code, SpanStatusCode.UNSET);
  assertEquals(events, []);
});

Deno.test("tracedFetch() sends a traceparent that names its span", async () => {
  await using server = echo();
  using recording = new Recording();

  const { headers } = await recording.inSpan(async () =>
    await seen(await tracedFetch(server.url))
  );

  const { traceId, spanId } = recording.span.spanContext();
  assertEquals(headers["traceparent"], `00-${traceId}-${spanId}-01`);
});

Deno.test("tracedFetch() makes a child of the active span", async () => {
  await using server = echo();
  using recording = new Recording();

  const parent = recording.parent();
  await context.with(trace.setSpan(context.active(), parent), async () => {
    await (await tracedFetch(server.url)).text();
  });

  assertEquals(
    recording.span.parentSpanContext?.spanId,
    parent.spanContext().spanId,
  );
});

Deno.test("tracedFetch() strips credentials, query and fragment", async () => {
  await using server = echo();
  using recording = new Recording();
  const url = server.url.replace("://", "://user:hunter2@");

  await recording.inSpan(async () => {
    await (await tracedFetch(`${url}/path?key=hunter2#hunter2`)).text();
  });

  assertEquals(recording.span.attributes["url.full"], `${server.url}/path`);
  assertEquals(
    JSON.stringify(recording.span.attributes).includes("hunter2"),
    false,
  );
});

Deno.test("tracedFetch() names default ports", async () => {
  using recording = new Recording();
  using _ = standIn(() => Promise.resolve(new Response()));

  await recording.inSpan(async () => {
    await tracedFetch("http://example.test/");
    await tracedFetch(new URL("https://[::1]/"));
  });

  const where = recording.spans.map(({ attributes }) => [
    attributes["server.address"],
    attributes["server.port"],
  ]);
  assertEquals(where, [["example.test", 80], ["::1", 443]]);
});

Deno.test("tracedFetch() calls an unknown method HTTP", async () => {
  await using server = echo();
  using recording = new Recording();

  await recording.inSpan(async () => {
    await (await tracedFetch(server.url, { method: "BREW" })).text();
  });

  assertEquals(recording.span.name, "HTTP");
  assertEquals(recording.span.attributes["http.request.method"], "_OTHER");
});

Deno.test("tracedFetch() fails the span of an error status", async () => {
  await using server = serve(() => new Response("no", { status: 429 }));
  using recording = new Recording();

  await recording.inSpan(async () => {
    assertEquals(await (await tracedFetch(server.url)).text(), "no");
  });

  const { attributes, status, events } = recording.span;
  assertEquals(attributes["http.response.status_code"], 429);
  assertEquals(attributes["error.type"], "429");
  assertEquals(status.code, SpanStatusCode.ERROR);
  assertEquals(events, []);
});

Deno.test("tracedFetch() throws on the error of a refused connection", async () => {
  using nobody = await nobodyListens();
  const url = `${nobody.url}/?key=hunter2`;
  using recording = new Recording();
  const real = globalThis.fetch;
  let original: unknown;
  using _ = standIn((...args) =>
    real(...args).catch((error) => {
      original = error;
      throw error;
    })
  );

  const error = await assertRejects(() =>
    recording.inSpan(() => tracedFetch(url))
  );

  assertStrictEquals(error, original);
  const { attributes, status, events } = recording.span;
  assertEquals(attributes["error.type"], errorType(original));
  assertEquals(attributes["http.response.status_code"], undefined);
  assertEquals(status.code, SpanStatusCode.ERROR);
  assertEquals(events.map((event) => event.name), ["exception"]);
  assertEquals(JSON.stringify([status, events]).includes("hunter2"), false);
});

Deno.test("tracedFetch() throws on the reason of an abort before the reply", async () => {
  const reached = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  await using server = serve(async () => {
    reached.resolve();
    await finish.promise;
    return new Response();
  });
  using recording = new Recording();
  const controller = new AbortController();
  const reason = new RangeError("enough");

  const pending = recording.inSpan(() =>
    tracedFetch(new Request(server.url, { signal: controller.signal }))
  );
  await reached.promise;
  controller.abort(reason);
  const error = await assertRejects(() => pending);
  finish.resolve();

  assertStrictEquals(error, reason);
  assertEquals(recording.span.attributes["error.type"], "RangeError");
});

Deno.test("tracedFetch() finds the span of the current scope", async () => {
  await using server = echo();
  using recording = new Recording();
  // No context manager: a scope's span is not the active one then.
  context.disable();

  const http = { now: () => 5, track: () => () => {} };
  const { headers } = await recording.inScope(http, async () => {
    assertNotEquals(scopes.getStore(), undefined);
    return await seen(await tracedFetch(server.url));
  });

  const { traceId, spanId } = recording.span.spanContext();
  assertEquals(headers["traceparent"], `00-${traceId}-${spanId}-01`);
});

Deno.test("tracedFetch() sends a request whose span cannot be started", async () => {
  await using server = echo();
  using recording = new Recording({
    shouldSample(_context, _traceId, name) {
      if (name === "GET") throw new Error("it samples no GET");
      return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    },
  });

  const response = await recording.inSpan(() => tracedFetch(server.url));

  assertEquals(response.status, 200);
  await response.body?.cancel();
  assertEquals(recording.names, []);
});

Deno.test("tracedFetch() passes an answer on that is no Response", async () => {
  using recording = new Recording();
  const reply = { status: 200, headers: new Headers(), body: "own" };
  using _ = standIn(() => Promise.resolve(reply as unknown as Response));

  const response = await recording.inSpan(() =>
    tracedFetch("http://127.0.0.1/")
  );

  assertStrictEquals<unknown>(response, reply);
  assertEquals(recording.names, ["GET"]);
});

Deno.test("tracedFetch() returns a Response", async () => {
  await using server = echo();
  using recording = new Recording();

  const response = await recording.inSpan(() => tracedFetch(server.url));
  await response.body?.cancel();

  assertInstanceOf(response, Response);
  assertStrictEquals(response.constructor, Response);
});
