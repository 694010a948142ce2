import { assertEquals, assertStrictEquals } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { installFetch } from "../../../tracing/http/install_fetch.ts";
import { echo, Recording, standIn } from "./_fetch_setup.ts";

Deno.test("installFetch() traces the global fetch until it is restored", async () => {
  await using server = echo();
  using recording = new Recording();
  const original = globalThis.fetch;

  const restore = installFetch();
  await recording.inSpan(async () => {
    const { headers } = await (await fetch(server.url)).json();
    const { traceId, spanId } = recording.span.spanContext();
    assertEquals(headers.traceparent, `00-${traceId}-${spanId}-01`);
    restore();
    assertStrictEquals(globalThis.fetch, original);
    await (await fetch(server.url)).text();
  });

  assertEquals(recording.names, ["GET"]);
});

Deno.test("installFetch() makes one span where tracedFetch() is used too", async () => {
  await using server = echo();
  using recording = new Recording();
  const restore = installFetch();

  await recording.inSpan(async () => {
    await (await tracedFetch(server.url)).text();
  });
  restore();

  assertEquals(recording.names, ["GET"]);
});

Deno.test("installFetch() makes one span through somebody's wrapper", async () => {
  await using server = echo();
  using recording = new Recording();
  const restore = installFetch();
  const ours = globalThis.fetch;
  {
    using _ = standIn(async (input, init) => {
      await Promise.resolve();
      return await ours(input, init);
    });
    await recording.inSpan(async () => {
      await (await tracedFetch(server.url)).text();
    });
    assertEquals(recording.names, ["GET"]);
    // Its other caller is traced by ours alone.
    await recording.inSpan(async () => {
      await (await fetch(server.url)).text();
    });
  }
  restore();

  assertEquals(recording.names, ["GET", "GET"]);
});

Deno.test("installFetch() leaves a global alone that is no longer ours", async () => {
  await using server = echo();
  using recording = new Recording();
  const restore = installFetch();
  const ours = globalThis.fetch;
  const theirs: typeof fetch = (input, init) => ours(input, init);
  using _ = standIn(theirs);

  restore();

  assertStrictEquals(globalThis.fetch, theirs);
  // Ours is still in the chain, and adds nothing.
  await recording.inSpan(async () => {
    const { headers } = await (await fetch(server.url)).json();
    assertEquals("traceparent" in headers, false);
  });
  assertEquals(recording.names, []);
  globalThis.fetch = ours;
  restore();
});

Deno.test("installFetch() does nothing where it has been done", () => {
  const original = globalThis.fetch;
  const restore = installFetch();
  const ours = globalThis.fetch;

  const again = installFetch();
  assertStrictEquals(globalThis.fetch, ours);
  again();
  assertStrictEquals(globalThis.fetch, ours);
  restore();
  assertStrictEquals(globalThis.fetch, original);
});

Deno.test("tracedFetch() uses the global fetch of the moment", async () => {
  using recording = new Recording();
  using _ = standIn(() => Promise.resolve(new Response("stand-in")));

  const response = await recording.inSpan(() =>
    tracedFetch("http://127.0.0.1/")
  );

  assertEquals(await response.text(), "stand-in");
  assertEquals(recording.names, ["GET"]);
});

Deno.test("tracedFetch() may stand in for the global fetch itself", async () => {
  await using server = echo();
  using recording = new Recording();
  using _ = standIn(tracedFetch);

  await recording.inSpan(async () => {
    await (await fetch(server.url)).text();
  });
  await (await fetch(server.url)).text();

  assertEquals(recording.names, ["GET"]);
});
