import { trace } from "@opentelemetry/api";
import { assertEquals } from "@std/assert";
import { SpanRecorder } from "../../testing/mod.ts";

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
