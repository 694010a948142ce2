import { assertEquals, assertStrictEquals } from "@std/assert";
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { SpanRecorder } from "@turnspan/turnspan/testing";
import { currentTracer } from "../../../tracing/base/tracers.ts";

const PARENT = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
});
const NONE = { traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 };

Deno.test("currentTracer() makes spans that hand on their trace when there is no provider", () => {
  const tracer = currentTracer("x");
  const contexts = [
    tracer.startSpan("x"),
    tracer.startSpan("x", {}, PARENT),
    tracer.startSpan("x", { root: true }, PARENT),
    tracer.startSpan("x", {}, trace.setSpanContext(ROOT_CONTEXT, NONE)),
  ].map((span) => span.spanContext());
  const parent = trace.getSpanContext(PARENT);
  assertEquals(contexts, [NONE, parent, NONE, NONE]);
});

Deno.test("currentTracer() runs what it is given when there is no provider", () => {
  const tracer = currentTracer("x");
  const parent = trace.getSpanContext(PARENT);
  assertEquals(tracer.startActiveSpan("x", (span) => span.spanContext()), NONE);
  assertEquals(
    tracer.startActiveSpan("x", {}, (span) => span.spanContext()),
    NONE,
  );
  assertEquals(
    tracer.startActiveSpan("x", {}, PARENT, (span) => span.spanContext()),
    parent,
  );
});

Deno.test("currentTracer() comes to life with a provider, and ends with it", async () => {
  const tracer = currentTracer("late", "1.2.3");
  {
    await using recorder = new SpanRecorder();
    tracer.startActiveSpan("outer", (outer) => {
      assertStrictEquals(trace.getActiveSpan(), outer);
      tracer.startSpan("inner").end();
      outer.end();
    });
    assertEquals(
      recorder.spans.map((span) => [
        span.name,
        span.instrumentationScope?.name,
      ]),
      [["inner", "late"], ["outer", "late"]],
    );
    assertEquals(
      recorder.spans[0]?.parentSpanContext?.spanId,
      recorder.spans[1]?.spanContext().spanId,
    );
  }
  assertEquals(tracer.startSpan("after").isRecording(), false);
});
