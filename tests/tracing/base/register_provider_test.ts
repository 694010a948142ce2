import { assertEquals } from "@std/assert";
import { trace } from "@opentelemetry/api";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { registerProvider } from "../../../tracing/base/register_provider.ts";

Deno.test("registerProvider() leaves no tracer that records once it is undone", () => {
  const unregister = registerProvider(new BasicTracerProvider());
  assertEquals(trace.getTracer("x").startSpan("x").isRecording(), true);
  unregister?.();
  assertEquals(trace.getTracer("x").startSpan("x").isRecording(), false);
});

Deno.test("registerProvider() brings tracers to life that the API has handed out", () => {
  const tracer = trace.getTracer("x");
  assertEquals(tracer.startSpan("x").isRecording(), false);
  const unregister = registerProvider(new BasicTracerProvider());
  assertEquals(tracer.startSpan("x").isRecording(), true);
  unregister?.();
});

Deno.test("registerProvider() changes nothing when there is a provider", () => {
  const unregister = registerProvider(new BasicTracerProvider());
  assertEquals(registerProvider(new BasicTracerProvider()), undefined);
  assertEquals(trace.getTracer("x").startSpan("x").isRecording(), true);
  unregister?.();
});
