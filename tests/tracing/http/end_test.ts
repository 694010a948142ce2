import { SpanStatusCode } from "@opentelemetry/api";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { byHand, echo, Recording, serve } from "./_fetch_setup.ts";

const encoder = new TextEncoder();

Deno.test("tracedFetch() ends the span before the reader sees the end", async () => {
  await using server = echo();
  using recording = new Recording();
  const form = new FormData();
  form.set("a", "1");
  await using forms = serve(() => new Response(form));

  await recording.inSpan(async () => {
    await (await tracedFetch(server.url)).json();
    assertEquals(recording.names.length, 1);
    await (await tracedFetch(server.url)).text();
    assertEquals(recording.names.length, 2);
    await (await tracedFetch(server.url)).arrayBuffer();
    assertEquals(recording.names.length, 3);
    await (await tracedFetch(server.url)).blob();
    assertEquals(recording.names.length, 4);
    await (await tracedFetch(server.url)).bytes();
    assertEquals(recording.names.length, 5);
    const reply = await (await tracedFetch(forms.url)).formData();
    assertEquals(reply.get("a"), "1");
  });

  assertEquals(recording.names.length, 6);
  for (const { status } of recording.spans) {
    assertEquals(status.code, SpanStatusCode.UNSET);
  }
});

Deno.test("tracedFetch() ends the span at once where there is no body", async () => {
  await using server = serve(({ method, url }) => {
    const status = Number(new URL(url).pathname.slice(1));
    return new Response(method === "HEAD" ? "text" : null, { status });
  });
  using recording = new Recording();

  await recording.inSpan(async () => {
    await tracedFetch(`${server.url}/200`, { method: "HEAD" });
    assertEquals(recording.names, ["HEAD"]);
    await tracedFetch(`${server.url}/204`);
    assertEquals(recording.names, ["HEAD", "GET"]);
    await tracedFetch(`${server.url}/304`);
    assertEquals(recording.names, ["HEAD", "GET", "GET"]);
    // Empty, though it has a body: it is often left unread.
    const response = await tracedFetch(`${server.url}/202`, { method: "POST" });
    assertEquals(recording.names, ["HEAD", "GET", "GET", "POST"]);
    await response.body?.cancel();
  });
});

Deno.test("tracedFetch() ends the span of a cancelled body as no error", async () => {
  await using server = byHand();
  using recording = new Recording();

  await recording.inSpan(async () => {
    const pending = tracedFetch(server.url);
    await server.write("one");
    const response = await pending;
    const reader = response.body!.getReader();
    await reader.read();
    const waiting = reader.read();
    await reader.cancel("enough");
    assertEquals((await waiting).done, true);
  });

  assertEquals(recording.span.status.code, SpanStatusCode.UNSET);
  assertEquals(recording.span.events, []);
});

Deno.test("tracedFetch() fails the span of a body that is aborted", async () => {
  await using server = byHand();
  using recording = new Recording();
  const controller = new AbortController();

  const error = await recording.inSpan(async () => {
    const pending = tracedFetch(server.url, { signal: controller.signal });
    await server.write("one");
    const reader = (await pending).body!.getReader();
    await reader.read();
    const waiting = reader.read();
    controller.abort();
    return await assertRejects(() => waiting);
  });

  assertStrictEquals(error, controller.signal.reason);
  const { attributes, status, events } = recording.span;
  assertEquals(attributes["error.type"], "AbortError");
  assertEquals(attributes["http.response.status_code"], 200);
  assertEquals(status.code, SpanStatusCode.ERROR);
  assertEquals(events.map((event) => event.name), ["exception"]);
});

Deno.test("tracedFetch() keeps the first failure of a request", async () => {
  await using server = byHand({ status: 500 });
  using recording = new Recording();
  const controller = new AbortController();

  await recording.inSpan(async () => {
    const pending = tracedFetch(server.url, { signal: controller.signal });
    await server.write("one");
    const response = await pending;
    controller.abort();
    await assertRejects(() => response.text());
  });

  assertEquals(recording.span.attributes["error.type"], "500");
  assertEquals(recording.span.events, []);
});

Deno.test("tracedFetch() hears of an abort while nobody reads", async () => {
  await using server = byHand();
  using recording = new Recording();
  const controller = new AbortController();

  await recording.inSpan(async () => {
    const pending = tracedFetch(server.url, { signal: controller.signal });
    await server.write("one");
    const reader = (await pending).body!.getReader();
    controller.abort();
    const error = await assertRejects(() => reader.closed);
    assertStrictEquals(error, controller.signal.reason);
  });

  assertEquals(recording.span.attributes["error.type"], "AbortError");
});

Deno.test("tracedFetch() fails the span of a reply that is cut", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  using recording = new Recording();
  const answer = async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(1024));
    await connection.write(
      encoder.encode("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\ncut"),
    );
  };
  const answered = answer();

  const error = await recording.inSpan(async () => {
    const response = await tracedFetch(
      `http://127.0.0.1:${listener.addr.port}/`,
    );
    return await assertRejects(() => response.text());
  });
  await answered;

  assert(error instanceof Error);
  assertEquals(recording.span.status.code, SpanStatusCode.ERROR);
  assertEquals(
    recording.span.events[0]?.attributes?.["exception.type"],
    error.name,
  );
});
