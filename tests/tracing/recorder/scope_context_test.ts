import { assertEquals, assertStrictEquals } from "@std/assert";
import {
  createContextKey,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  trace,
} from "@opentelemetry/api";
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
