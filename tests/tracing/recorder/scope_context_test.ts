import {
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
} from "@std/assert";
import {
  context as otelContext,
  createContextKey,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
} from "@opentelemetry/api";
import { startRun } from "@turnspan/turnspan";
import { SpanRecorder } from "@turnspan/turnspan/testing";
import { EndedSpan } from "../../../tracing/base/ended_span.ts";
import { ScopeContext } from "../../../tracing/recorder/_scope_context.ts";

const KEY = createContextKey("test");

function span() {
  return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
}

Deno.test("ScopeContext has its span, and the values of the context around", () => {
  const [outer, inner] = [span(), span()];
  const around = trace.setSpan(ROOT_CONTEXT.setValue(KEY, "kept"), span());

  const context = new ScopeContext(new ScopeContext(around, outer), inner);

  assertStrictEquals(trace.getSpan(context), inner);
  assertEquals(context.getValue(KEY), "kept");
  assertStrictEquals(
    trace.getSpan(new ScopeContext(around, outer)),
    outer,
  );
});

Deno.test("ScopeContext makes other contexts as the API's own does", () => {
  const [own, other] = [span(), span()];
  const context = new ScopeContext(ROOT_CONTEXT.setValue(KEY, 1), own);

  const set = context.setValue(KEY, 2);
  assertStrictEquals(trace.getSpan(set), own);
  assertEquals([set.getValue(KEY), context.getValue(KEY)], [2, 1]);
  assertStrictEquals(trace.getSpan(trace.setSpan(context, other)), other);
  assertEquals(trace.getSpan(trace.deleteSpan(context)), undefined);
  assertEquals(trace.deleteSpan(context).getValue(KEY), 1);
  assertEquals(context.deleteValue(KEY).getValue(KEY), undefined);
  assertStrictEquals(trace.getSpan(context.deleteValue(KEY)), own);
});

Deno.test("ScopeContext lets go of a span that has ended, and still names it", () => {
  const spanContext = {
    traceId: "1".repeat(32),
    spanId: "2".repeat(16),
    traceFlags: TraceFlags.SAMPLED,
  };
  const own = trace.wrapSpanContext(spanContext);
  const context = new ScopeContext(ROOT_CONTEXT, own);
  assertStrictEquals(context.span, own);

  context.spanEnded();

  const left = trace.getSpan(context)!;
  assertStrictEquals(left, context.span);
  assertEquals(left === own, false);
  assertEquals(left.spanContext(), spanContext);
  assertEquals(left.isRecording(), false);
  assertInstanceOf(left, EndedSpan);
});

Deno.test("startTurn() leaves nothing of a span behind that has ended", () => {
  using spans = new SpanRecorder();
  const run = startRun({ runner: "mine", model: "gpt-5" });
  const turn = run.startTurn();
  const context = turn.in(() => otelContext.active());
  const open = trace.getSpan(context)!;
  assertEquals(open.isRecording(), true);
  turn.end();
  run.end();

  const left = trace.getSpan(context)!;
  assertEquals(left === open, false);
  assertEquals(left.spanContext(), open.spanContext());
  assertEquals(spans.spans.length, 2);
});
