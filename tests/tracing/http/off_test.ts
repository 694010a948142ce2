import { context } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { AlwaysOffSampler } from "@opentelemetry/sdk-trace-base";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { state } from "../../../tracing/base/state.ts";
import { echo, Recording, seen, standIn, Watcher } from "./_fetch_setup.ts";

Deno.test("tracedFetch() adds nothing outside of a span", () => {
  using recording = new Recording();
  const calls: unknown[][] = [];
  const reply = Promise.resolve(new Response("as is"));
  using _ = standIn((...args) => {
    calls.push(args);
    return reply;
  });
  const init = { headers: { a: "1" } };
  const request = new Request("http://127.0.0.1/");

  assertStrictEquals(tracedFetch("http://127.0.0.1/", init), reply);
  assertStrictEquals(tracedFetch(request), reply);

  assertStrictEquals(calls[0]?.[1], init);
  assertStrictEquals(calls[1]?.[0], request);
  assertEquals(calls.map((args) => args.length), [2, 1]);
  assertEquals(recording.names, []);
});

Deno.test("tracedFetch() adds no header outside of a span", async () => {
  await using server = echo();
  using _recording = new Recording();

  const { headers } = await seen(await tracedFetch(server.url));

  assertEquals("traceparent" in headers, false);
});

Deno.test("tracedFetch() adds nothing while tracing is suppressed", () => {
  using recording = new Recording();
  const reply = Promise.resolve(new Response("as is"));
  let passed: RequestInit | undefined;
  using _ = standIn((_input, init) => {
    passed = init;
    return reply;
  });
  const init = {};

  recording.inSpan(() =>
    context.with(suppressTracing(context.active()), () => {
      assertStrictEquals(tracedFetch("http://127.0.0.1/", init), reply);
    })
  );

  assertStrictEquals(passed, init);
  assertEquals(recording.names, []);
});

Deno.test("tracedFetch() adds nothing while tracing is disabled", async () => {
  await using server = echo();
  using recording = new Recording();
  state.disabled = true;
  try {
    const { headers } = await recording.inSpan(async () =>
      await seen(await tracedFetch(server.url))
    );
    assertEquals("traceparent" in headers, false);
    assertEquals(recording.names, []);
  } finally {
    state.disabled = false;
  }
});

Deno.test("tracedFetch() leaves a standing event stream alone", async () => {
  await using server = echo();
  using recording = new Recording();
  const headers = { accept: "application/json, text/event-stream" };

  const [get, post] = await recording.inSpan(async () => [
    await seen(await tracedFetch(server.url, { headers })),
    await seen(await tracedFetch(server.url, { method: "POST", headers })),
  ]);

  assertEquals("traceparent" in get!.headers, false);
  assertEquals("traceparent" in post!.headers, true);
  assertEquals(recording.names, ["POST"]);
});

Deno.test("tracedFetch() leaves what is no HTTP alone", async () => {
  using recording = new Recording();

  await recording.inSpan(async () => {
    assertEquals(await (await tracedFetch("data:,hello")).text(), "hello");
    await assertRejects(() => tracedFetch("not a url"), TypeError);
    await assertRejects(
      () => tracedFetch("http://127.0.0.1/", { headers: [["a b", "c"]] }),
      TypeError,
    );
  });

  assertEquals(recording.names, []);
});

Deno.test("tracedFetch() sends the header alone where a trace is not sampled", async () => {
  await using server = echo();
  using recording = new Recording(new AlwaysOffSampler());
  const real = globalThis.fetch;
  let native: Response | undefined;
  using _ = standIn(async (...args) => native = await real(...args));
  const watcher = new Watcher();

  const response = await recording.inScope(
    watcher,
    () => tracedFetch(server.url),
  );
  assertStrictEquals(response, native);
  const { headers } = await seen(response);

  assertMatch(
    headers["traceparent"] ?? "",
    /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/,
  );
  assertEquals(recording.names, []);
  assertEquals(watcher.open.size, 0);
});
