import { trace } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import { SpanRecorder } from "../../testing/mod.ts";
import { traceRun } from "../../tracing/recorder/trace_run.ts";

function span(name: string): void {
  trace.getTracer("test").startSpan(name).end();
}

Deno.test("SpanRecorder records what ends while it is registered", () => {
  span("before");
  {
    using recorder = new SpanRecorder();
    span("a");
    span("b");
    trace.getTracer("test").startSpan("open");
    assertEquals(recorder.spans.map(({ name }) => name), ["a", "b"]);
    assertEquals(recorder.unended, ["open"]);
  }
  span("between");
  using recorder = new SpanRecorder();
  assertEquals(recorder.spans, []);
  assertEquals(recorder.unended, []);
  span("c");
  recorder.clear();
  span("d");
  assertEquals(recorder.spans.map(({ name }) => name), ["d"]);
});

Deno.test("SpanRecorder starts no timer that a test would leak", () => {
  using _recorder = new SpanRecorder();
  // The sanitizer of operations fails this test, or the next, if it does.
  for (let time = 0; time < 50; time++) span("x");
});

Deno.test("SpanRecorder traces the global fetch while it is registered", async () => {
  const original = globalThis.fetch;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => new Response(request.headers.get("traceparent")),
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const run = () =>
    traceRun(
      { runner: "mine", model: "gpt-5" },
      async () => await (await fetch(url)).text(),
    );
  {
    using recorder = new SpanRecorder();
    assertEquals((await run()).split("-").length, 4);
    assertEquals(recorder.tree(), "agent.run\n  GET");
  }
  {
    using recorder = new SpanRecorder({ fetch: false });
    assertEquals(await run(), "");
    assertEquals(recorder.tree(), "agent.run");
  }
  assertEquals(globalThis.fetch, original);
});

Deno.test("SpanRecorder traces the stand-in for fetch that is there before it", async () => {
  const original = globalThis.fetch;
  const standIn: typeof fetch = () => Promise.resolve(new Response("ok"));
  globalThis.fetch = standIn;
  try {
    using recorder = new SpanRecorder();
    await traceRun(
      { runner: "mine", model: "gpt-5" },
      async () => await (await fetch("http://model.test/")).text(),
    );
    assertEquals(recorder.tree(), "agent.run\n  GET");
  } finally {
    assertEquals(globalThis.fetch, standIn);
    globalThis.fetch = original;
  }
});
