import { assertEquals, assertStrictEquals } from "@std/assert";
import * as theirs from "@opentelemetry/api";
import * as ours from "../../../tracing/base/api.ts";

const SPAN_CONTEXT = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
};

Deno.test("SpanKind, SpanStatusCode and TraceFlags have the values of the API", () => {
  for (const name of ["SpanKind", "SpanStatusCode", "TraceFlags"] as const) {
    for (const [key, value] of Object.entries(ours[name])) {
      const same = theirs[name][key as keyof typeof theirs[typeof name]];
      assertEquals([name, key, value], [name, key, same]);
    }
  }
  assertEquals(ours.INVALID_SPAN_CONTEXT, theirs.INVALID_SPAN_CONTEXT);
});

Deno.test("isSpanContextValid() says what the API says", () => {
  const { traceId, spanId } = SPAN_CONTEXT;
  const ids = [
    { traceId, spanId },
    { traceId: traceId.toUpperCase(), spanId: spanId.toUpperCase() },
    { traceId: "0".repeat(32), spanId },
    { traceId, spanId: "0".repeat(16) },
    { traceId: `${traceId}0`, spanId },
    { traceId: `${traceId}\n`, spanId },
    { traceId, spanId: spanId.slice(1) },
    { traceId: traceId.replace("0", "g"), spanId },
    { traceId, spanId: "" },
  ].map((ids) => ({ ...ids, traceFlags: 0 }));
  for (const context of ids) {
    const said = ours.isSpanContextValid(context);
    assertEquals([context, said], [
      context,
      theirs.isSpanContextValid(context),
    ]);
  }
});

Deno.test("createContextKey() makes the keys that the API makes", () => {
  const key = ours.createContextKey("mine");
  assertStrictEquals(key, theirs.createContextKey("mine"));
  assertEquals(theirs.ROOT_CONTEXT.setValue(key, 1).getValue(key), 1);
});

Deno.test("ROOT_CONTEXT stays empty when contexts are made of it", () => {
  const key = ours.createContextKey("mine");
  const one = ours.ROOT_CONTEXT.setValue(key, 1);
  const two = one.setValue(key, 2);
  const none = two.deleteValue(key);
  const values = [ours.ROOT_CONTEXT, one, two, none].map((context) =>
    context.getValue(key)
  );
  assertEquals(values, [undefined, 1, 2, undefined]);
});

Deno.test("trace reads and writes the span that the API reads and writes", () => {
  for (const root of [ours.ROOT_CONTEXT, theirs.ROOT_CONTEXT]) {
    const span = theirs.trace.wrapSpanContext(SPAN_CONTEXT);
    const withOurs = ours.trace.setSpan(root, span);
    const withTheirs = theirs.trace.setSpan(root, span);
    assertStrictEquals(theirs.trace.getSpan(withOurs), span);
    assertStrictEquals(ours.trace.getSpan(withTheirs), span);
    assertEquals(ours.trace.getSpanContext(withTheirs), SPAN_CONTEXT);
    const without = ours.trace.deleteSpan(withTheirs);
    assertEquals(theirs.trace.getSpan(without), undefined);
    assertEquals(ours.trace.getSpanContext(without), undefined);
    const remote = ours.trace.setSpanContext(root, SPAN_CONTEXT);
    assertEquals(theirs.trace.getSpanContext(remote), SPAN_CONTEXT);
  }
});

Deno.test("trace.wrapSpanContext() makes a span that does nothing, as the API's", () => {
  const context = SPAN_CONTEXT;
  const span = ours.trace.wrapSpanContext(context);
  assertEquals(span.spanContext(), context);
  assertEquals(span.isRecording(), false);
  const methods = Object.getOwnPropertyNames(
    Object.getPrototypeOf(theirs.trace.wrapSpanContext(context)),
  ).filter((name) => !["constructor", "isRecording"].includes(name));
  for (const name of methods as (keyof theirs.Span)[]) {
    const call = (of: theirs.Span) =>
      Reflect.apply(of[name], of, []) === of ? "itself" : undefined;
    const told = call(theirs.trace.wrapSpanContext(context));
    assertEquals([name, call(span)], [name, told]);
  }
});

Deno.test("propagation reads and writes the baggage that the API reads and writes", () => {
  const baggage = theirs.propagation.createBaggage({ user: { value: "ada" } });
  const { ROOT_CONTEXT, propagation } = ours;
  assertStrictEquals(
    theirs.propagation.getBaggage(
      propagation.setBaggage(ROOT_CONTEXT, baggage),
    ),
    baggage,
  );
  assertStrictEquals(
    propagation.getBaggage(
      theirs.propagation.setBaggage(theirs.ROOT_CONTEXT, baggage),
    ),
    baggage,
  );
  assertEquals(propagation.getBaggage(ROOT_CONTEXT), undefined);
});
