import { context, createTraceState, trace } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { echo, Recording, seen, serve } from "./_fetch_setup.ts";

Deno.test("tracedFetch() leaves an existing traceparent alone", async () => {
  await using server = echo();
  using recording = new Recording();
  const headers = {
    traceparent: "00-11111111111111111111111111111111-2222222222222222-01",
  };

  await recording.inSpan(async () => {
    for (
      const reply of [
        await tracedFetch(server.url, { headers }),
        await tracedFetch(new Request(server.url, { headers })),
        await tracedFetch(server.url, { headers: new Headers(headers) }),
      ]
    ) {
      const { traceparent } = (await seen(reply)).headers;
      assertEquals(traceparent, headers.traceparent);
    }
  });

  assertEquals(recording.names, ["GET", "GET", "GET"]);
});

Deno.test("tracedFetch() replaces no header of the caller's", async () => {
  await using server = echo();
  using recording = new Recording();
  const remote = trace.wrapSpanContext({
    ...recording.parent().spanContext(),
    traceState: createTraceState("vendor=1"),
  });
  const traceparent = "00-11111111111111111111111111111111-2222222222222222-01";
  const sent: HeadersInit[] = [{}, { tracestate: "own=1" }, { traceparent }];

  const received = await context.with(
    trace.setSpan(context.active(), remote),
    async () => {
      const received = [];
      for (const headers of sent) {
        const reply = await seen(await tracedFetch(server.url, { headers }));
        received.push(reply.headers);
      }
      return received;
    },
  );

  assertEquals(
    received.map(({ tracestate }) => tracestate),
    ["vendor=1", "own=1", undefined],
  );
  assertEquals(received[2]?.["traceparent"], traceparent);
});

Deno.test("tracedFetch() takes a request as it is", async () => {
  await using server = echo();
  using recording = new Recording();
  const request = new Request(server.url, {
    method: "PUT",
    headers: { "x-own": "1" },
    body: "text",
  });

  const reply = await recording.inSpan(async () =>
    await seen(await tracedFetch(request))
  );

  assertEquals(reply.method, "PUT");
  assertEquals(reply.body, "text");
  assertEquals(reply.headers["x-own"], "1");
  assertEquals(reply.headers["content-type"], "text/plain;charset=UTF-8");
  assertEquals("traceparent" in reply.headers, true);
  assertEquals(request.bodyUsed, true);
  assertEquals(request.headers.has("traceparent"), false);
  assertEquals(recording.span.name, "PUT");
});

Deno.test("tracedFetch() lets init replace a request's members", async () => {
  await using server = echo();
  using recording = new Recording();
  const request = new Request(server.url, {
    method: "PUT",
    headers: { "x-own": "1" },
    body: "text",
  });
  const init = { method: "PATCH", headers: { "x-new": "2" }, body: "other" };

  const reply = await recording.inSpan(async () =>
    await seen(await tracedFetch(request, init))
  );

  assertEquals(reply.method, "PATCH");
  assertEquals(reply.body, "other");
  assertEquals(reply.headers["x-own"], undefined);
  assertEquals(reply.headers["x-new"], "2");
  assertEquals("traceparent" in reply.headers, true);
  assertEquals(init.headers, { "x-new": "2" });
  assertEquals(recording.span.name, "PATCH");
});

Deno.test("tracedFetch() takes a request as its options", async () => {
  await using server = echo();
  using recording = new Recording();
  const init = new Request(server.url, {
    method: "POST",
    headers: { "x-own": "1" },
    body: "text",
  });

  const reply = await recording.inSpan(async () =>
    await seen(await tracedFetch(`${server.url}/other`, init))
  );

  assertEquals([reply.method, reply.body], ["POST", "text"]);
  assertEquals(reply.headers["x-own"], "1");
  assertEquals("traceparent" in reply.headers, true);
});

Deno.test("tracedFetch() sends every kind of body", async () => {
  await using server = echo();
  using recording = new Recording();
  const form = new FormData();
  form.set("field", "in form");
  const bodies: [BodyInit, string][] = [
    ["text", "text"],
    [new TextEncoder().encode("bytes"), "bytes"],
    [new TextEncoder().encode("buffer").buffer, "buffer"],
    [new Blob(["blob"]), "blob"],
    [new URLSearchParams({ q: "1" }), "q=1"],
    [form, "in form"],
    [ReadableStream.from([new TextEncoder().encode("stream")]), "stream"],
  ];

  await recording.inSpan(async () => {
    for (const [body, expected] of bodies) {
      const init = { method: "POST", body, duplex: "half" } as RequestInit;
      const reply = await seen(await tracedFetch(server.url, init));
      assertEquals(reply.body.includes(expected), true, expected);
      assertEquals("traceparent" in reply.headers, true);
    }
  });
});

Deno.test("tracedFetch() streams a request's body while it is written", async () => {
  const first = Promise.withResolvers<void>();
  await using server = serve(async (request) => {
    let text = "";
    for await (
      const chunk of request.body!.pipeThrough(new TextDecoderStream())
    ) {
      text += chunk;
      first.resolve();
    }
    return new Response(text);
  });
  using recording = new Recording();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();

  const reply = recording.inSpan(() =>
    tracedFetch(server.url, { method: "POST", body: readable })
  );
  await writer.write(encoder.encode("one "));
  await first.promise;
  await writer.write(encoder.encode("two"));
  await writer.close();

  assertEquals(await (await reply).text(), "one two");
});

Deno.test("tracedFetch() takes a client and a redirect mode", async () => {
  await using server = serve(({ url }) =>
    Response.redirect(new URL("/there", url), 302)
  );
  using recording = new Recording();
  using client = Deno.createHttpClient({});

  const response = await recording.inSpan(() =>
    tracedFetch(server.url, { client, redirect: "manual", keepalive: true })
  );
  await response.body?.cancel();

  assertEquals(response.status, 302);
  assertEquals(recording.span.attributes["http.response.status_code"], 302);
});
