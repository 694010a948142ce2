// What `deno task e2e` holds every trace to, tried on traces made by hand: each
// fault is planted, and has to be found.
import { assertEquals } from "@std/assert";
import type { AttributeValue, Span } from "../turns/source/span.ts";
import { isRequest, nestingFaults } from "./e2e/_nesting.ts";

const [INTERNAL, SERVER, CLIENT] = [1, 2, 3] as const;

/** How a trace differs from one that is whole. */
interface Change {
  /** The span, by its id. */
  readonly id: string;
  readonly gone?: true;
  readonly parent?: string;
  readonly kind?: number;
  readonly failed?: true;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** The trace of a run of one turn, with some things changed. */
function trace(...changes: readonly Change[]): Span[] {
  const usage = {
    "gen_ai.usage.input_tokens": 10,
    "gen_ai.usage.output_tokens": 2,
  };
  const call = {
    ...usage,
    "gen_ai.request.model": "demo",
    "litellm.call_id": "c1",
  };
  const whole = [
    span("run", "", "agent.run", INTERNAL),
    span("turn", "run", "agent.turn", INTERNAL, { ...usage, "turn.index": 1 }),
    span("chat", "turn", "chat demo", CLIENT, call),
    span("post", "chat", "POST", CLIENT),
    span("server", "post", "POST /v1/chat/completions", SERVER, {
      "gen_ai.request.model": "demo",
    }, "litellm"),
    span("auth", "server", "auth", INTERNAL, {}, "litellm"),
    span("call", "server", "chat demo", CLIENT, call, "litellm"),
  ];
  return whole.flatMap((one) => {
    const change = changes.find(({ id }) => id === one.spanId);
    if (change?.gone) return [];
    return [{
      ...one,
      kind: change?.kind ?? one.kind,
      failed: change?.failed ?? one.failed,
      parentSpanId: change?.parent ?? one.parentSpanId!,
      attributes: { ...one.attributes, ...change?.attributes },
    }];
  });
}

function span(
  spanId: string,
  parentSpanId: string,
  name: string,
  kind: number,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  service = "agent",
): Span {
  const times = { startMs: 0, endMs: 1 };
  const traceId = "t";
  return {
    ...{ traceId, spanId, parentSpanId, name, kind, attributes, service },
    ...times,
    failed: false,
  };
}

Deno.test("a whole trace has no fault, in either span set", () => {
  assertEquals(nestingFaults(trace()), []);
  // The default set names the vendor's model, and the one asked for besides.
  const attributes = {
    "gen_ai.request.model": "vendor-demo",
    "litellm.model_group": "demo",
  };
  assertEquals(
    nestingFaults(trace({ id: "call", kind: INTERNAL, attributes })),
    [],
  );
});

Deno.test("a server span that the proxy names as we name a request is none", () => {
  const named = trace().map((one) =>
    one.spanId === "server" ? { ...one, name: "POST" } : one
  );

  assertEquals(
    named.filter(isRequest).map(({ spanId }) => spanId),
    ["post"],
  );
  assertEquals(nestingFaults(named), []);
});

const lost = "POST post of chat demo has 0 model calls, 0 answered";

for (
  const [what, changes, faults] of [
    ["no server span", [{ id: "server", gone: true }], [
      "the trace begins with agent.run, auth, chat demo",
      "POST post of chat demo has 0 server spans of the proxy",
      lost,
      "the proxy's auth is under no request",
      "the proxy's chat demo is under no request",
    ]],
    ["a server span of another kind", [{ id: "server", kind: INTERNAL }], [
      "POST post of chat demo has 0 server spans of the proxy",
      "POST post of chat demo has 2 model calls, 2 answered",
      "POST post of chat demo: gen_ai.usage.input_tokens is 10, and the proxy says undefined",
      "POST post of chat demo: gen_ai.usage.output_tokens is 2, and the proxy says undefined",
      "POST post of chat demo: the proxy's call id is undefined, not c1",
    ]],
    ["no model call", [{ id: "call", gone: true }], [lost]],
    ["a model call with no parent", [{ id: "call", parent: "elsewhere" }], [
      "the trace begins with agent.run, chat demo",
      lost,
      "the proxy's chat demo is under no request",
    ]],
    ["spans under the chat instead of the request", [
      { id: "server", parent: "chat" },
    ], [
      "POST post of chat demo has 0 server spans of the proxy",
      lost,
      "the proxy's POST /v1/chat/completions is under no request",
      "the proxy's auth is under no request",
      "the proxy's chat demo is under no request",
    ]],
    ["another model", [
      { id: "call", attributes: { "gen_ai.request.model": "other" } },
    ], [
      "POST post of chat demo: the proxy's chat demo is of another model",
    ]],
    ["other tokens", [
      { id: "call", attributes: { "gen_ai.usage.input_tokens": 11 } },
    ], [
      "POST post of chat demo: gen_ai.usage.input_tokens is 10, and the proxy says 11",
      "turn 1 has gen_ai.usage.input_tokens 10, and the proxy says 11",
    ]],
    ["a turn with other tokens", [
      { id: "turn", attributes: { "gen_ai.usage.output_tokens": 3 } },
    ], ["turn 1 has gen_ai.usage.output_tokens 3, and the proxy says 2"]],
    ["another call's id", [
      { id: "call", attributes: { "litellm.call_id": "c2" } },
    ], ["POST post of chat demo: the proxy's call id is c2, not c1"]],
    ["a failed call under an answered request", [
      { id: "call", failed: true },
    ], ["POST post of chat demo has 1 model calls, 0 answered"]],
    ["an answered call under a failed request", [
      { id: "post", failed: true },
    ], ["POST post of chat demo has 1 model calls, 1 answered"]],
    ["no request", [{ id: "post", gone: true }], [
      "the trace begins with agent.run, POST /v1/chat/completions",
      "there is no request to a model",
      "the proxy's POST /v1/chat/completions is under no request",
      "the proxy's auth is under no request",
      "the proxy's chat demo is under no request",
    ]],
    ["no run", [{ id: "run", gone: true }], [
      "the trace begins with agent.turn",
    ]],
  ] as const
) {
  Deno.test(`the nesting check finds: ${what}`, () => {
    const found = nestingFaults(trace(...changes as readonly Change[]));
    assertEquals(found.toSorted(), [...faults].toSorted());
  });
}

Deno.test("nothing at all is a fault", () => {
  assertEquals(nestingFaults([]), [
    "the trace begins with nothing",
    "there is no request to a model",
  ]);
});

Deno.test("a model call too many is a fault, unless the proxy was to ask again", () => {
  const again: Span = {
    ...trace().find(({ spanId }) => spanId === "call")!,
    spanId: "failed-call",
    failed: true,
  };
  const spans = [...trace(), again];

  assertEquals(nestingFaults(spans), [
    "POST post of chat demo has 2 model calls, 1 answered",
  ]);
  assertEquals(nestingFaults(spans, { proxyRetries: 1 }), []);
  assertEquals(nestingFaults(trace(), { proxyRetries: 1 }), [
    "POST post of chat demo has 1 model calls, 1 answered",
  ]);
});
