import {
  context,
  createContextKey,
  propagation,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CBaggagePropagator } from "@opentelemetry/core";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
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
    assertEquals(recorder.spans.map(({ name }) => name), ["a", "b"]);
  }
  using recorder = new SpanRecorder();
  assertEquals(recorder.spans, []);
});
