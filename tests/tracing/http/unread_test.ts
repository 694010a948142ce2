import { SpanStatusCode } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import type { HttpEnd } from "../../../tracing/base/http_observer.ts";
import { endOpenRequests } from "../../../tracing/base/open_requests.ts";
import { garbageCollector } from "../../_helpers/garbage_collector.ts";
import { byHand, echo, Recording, Watcher } from "./_fetch_setup.ts";

Deno.test("tracedFetch() lets the scope end a body that nobody reads", async () => {
  await using server = echo();
  using recording = new Recording();
  const watcher = new Watcher();

  const response = await recording.inScope(
    watcher,
    () => tracedFetch(server.url),
  );
  assertEquals(recording.names, []);
  watcher.close({ time: watcher.time + 1000 });
  const [span] = recording.spans;
  // What comes later changes nothing.
  await response.body?.cancel();

  assertEquals(recording.names, ["GET"]);
  assertEquals(recording.complaints, []);
  assertEquals(span?.status.code, SpanStatusCode.UNSET);
  assertEquals(watcher.open.size, 0);
});

Deno.test("tracedFetch() fails an open span of a cancelled run", async () => {
  await using server = byHand();
  using recording = new Recording();
  const watcher = new Watcher();
  const reason = new DOMException("stop", "AbortError");

  const response = await recording.inScope(watcher, async () => {
    const pending = tracedFetch(server.url);
    await server.write("one");
    return await pending;
  });
  watcher.close({ time: watcher.time, cancelled: { reason } });
  await response.body?.cancel();

  const { attributes, status, events } = recording.span;
  assertEquals(attributes["error.type"], "cancelled");
  assertEquals(status.code, SpanStatusCode.ERROR);
  assertEquals(events.map((event) => event.name), ["exception"]);
});

Deno.test("tracedFetch() lets a scope that has ended end the span at once", async () => {
  await using server = echo();
  using recording = new Recording();
  const tracked = new Set<unknown>();
  const http = {
    now: () => 1_700_000_002_000,
    track(close: (end: HttpEnd) => void) {
      tracked.add(close);
      close({ time: 1_700_000_003_000 });
      return () => tracked.delete(close);
    },
  };

  await recording.inScope(http, async () => {
    await (await tracedFetch(server.url)).text();
  });

  assertEquals(recording.span.endTime, [1_700_000_003, 0]);
  assertEquals(tracked.size, 0);
  assertEquals(recording.complaints, []);
});

Deno.test("endOpenRequests() ends what no scope ends", async () => {
  await using server = echo();
  using recording = new Recording();

  const response = await recording.inSpan(() => tracedFetch(server.url));
  assertEquals(recording.names, []);
  endOpenRequests();
  await response.body?.cancel();

  assertEquals(recording.names, ["GET"]);
});

Deno.test("tracedFetch() ends the span of a body that is dropped", async () => {
  await using server = echo();
  using recording = new Recording();
  const gc = garbageCollector();

  await recording.inSpan(async () => void await tracedFetch(server.url));
  while (recording.names.length === 0) {
    gc();
    // A turn of the event loop: garbage is reported in a task of its own.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  assertEquals(recording.names, ["GET"]);
});
