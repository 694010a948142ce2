import { assertEquals } from "@std/assert";
import * as api from "@opentelemetry/api";
import { W3CBaggagePropagator } from "@opentelemetry/core";
import { w3cContext } from "../../../tracing/base/w3c_context.ts";

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

function stateOf(tracestate: string): api.TraceState | undefined {
  const context = w3cContext(
    { traceparent: TRACEPARENT, tracestate },
    api.ROOT_CONTEXT,
  );
  return api.trace.getSpanContext(context)?.traceState;
}

Deno.test("w3cContext() reads a tracestate as the API reads it", () => {
  const long = (length: number) => "v".repeat(length);
  const states = [
    "a=1,b=2,c=3",
    " a = 1 ,\tb=2\t",
    "tenant@system=x,a/b*c-d_e=~",
    "1tenant@system=x,1a=x",
    "A=1,a=1",
    "a=1,a=2,b=3",
    "a==,b=x=y",
    "a,=1,b=",
    "a=\u00e9,b=\u007f",
    `${"k".repeat(256)}=v`,
    `${"k".repeat(257)}=v`,
    `a=${long(256)}`,
    `a=${long(257)}`,
    `a=${long(200)},b=${long(200)},c=${long(200)}`,
    "a=1, ,b=2",
  ];
  for (const text of states) {
    const told = api.createTraceState(text).serialize();
    assertEquals([text, stateOf(text)?.serialize()], [text, told]);
  }
});

Deno.test("w3cContext() keeps the first 32 of a tracestate's members", () => {
  const members = Array.from({ length: 40 }, (_, n) => `k${n}=${n}`);
  const kept = members.slice(0, 32).join();
  assertEquals(stateOf(members.join())?.serialize(), kept);
});

Deno.test("w3cContext() gives a tracestate that changes as the API's does", () => {
  const change = (state: api.TraceState | undefined) => [
    state?.set("b", "new").serialize(),
    state?.set("d", "4").serialize(),
    state?.unset("b").serialize(),
    state?.set("b", "new").unset("a").get("b"),
    state?.get("x"),
    state?.serialize(),
  ];
  const text = "a=1,b=2,c=3";
  assertEquals(change(stateOf(text)), change(api.createTraceState(text)));
});

const BAGGAGE = "user=ada;id=1;x,place=hall%207, bad,=none,empty=";

Deno.test("w3cContext() gives a baggage that the propagator writes", () => {
  const baggage = w3cContext({ baggage: BAGGAGE }, api.ROOT_CONTEXT);
  const headers: Record<string, string> = {};
  new W3CBaggagePropagator()
    .inject(baggage, headers, api.defaultTextMapSetter);
  assertEquals(headers, { baggage: "user=ada;id=1;x,place=hall%207,empty=" });
});

Deno.test("w3cContext() gives a baggage that changes as the API's does", () => {
  const told = (baggage: api.Baggage | undefined) =>
    baggage?.getAllEntries().map(([name, { value, metadata }]) => [
      name,
      value,
      metadata?.toString(),
    ]);
  const change = (baggage: api.Baggage | undefined) => [
    told(baggage?.setEntry("user", { value: "bob" })),
    told(baggage?.setEntry("new", { value: "1" })),
    told(baggage?.removeEntry("user")),
    told(baggage?.removeEntries("user", "empty")),
    told(baggage?.clear()),
    baggage?.getEntry("user")?.value,
    baggage?.getEntry("none"),
    told(baggage),
  ];
  const context = w3cContext({ baggage: BAGGAGE }, api.ROOT_CONTEXT);
  const same = api.propagation.createBaggage({
    user: {
      value: "ada",
      metadata: api.baggageEntryMetadataFromString("id=1;x"),
    },
    place: { value: "hall 7" },
    empty: { value: "" },
  });
  assertEquals(change(api.propagation.getBaggage(context)), change(same));
});
