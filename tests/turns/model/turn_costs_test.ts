import { assertEquals } from "@std/assert";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import { turnCostsOf } from "../../../turns/model/turn_costs.ts";
import { line, spanId, type SpanInit } from "../_traces.ts";

const CLIENT = 3;
const SERVER = 2;

/** The costs of a trace, by the short names of its spans. */
function costs(spans: readonly SpanInit[]): Record<string, unknown> {
  const found = turnCostsOf(decodeOtlp(JSON.parse(line(spans))) ?? []);
  return Object.fromEntries(
    spans.flatMap(({ id }) => {
      const cost = found.get(spanId(id));
      return cost === undefined ? [] : [[id, cost]];
    }),
  );
}

/** Our own spans of a call: its turn, its chat and its request. */
function call(name: string, said?: number): SpanInit[] {
  return [
    { id: `turn-${name}`, parent: "run", name: "agent.turn" },
    {
      id: `chat-${name}`,
      parent: `turn-${name}`,
      name: "chat demo",
      kind: CLIENT,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "demo",
        ...(said !== undefined && { "litellm.cost.total": said }),
      },
    },
    {
      id: `post-${name}`,
      parent: `chat-${name}`,
      name: "POST",
      kind: CLIENT,
    },
  ];
}

/** What a proxy adds by default: a part of the spans, as recorded. */
function olderSet(name: string, usd: number): SpanInit[] {
  const model = { "gen_ai.request.model": "openai/demo" };
  return [
    {
      id: `server-${name}`,
      parent: `post-${name}`,
      name: "Received Proxy Server Request",
      kind: SERVER,
      attributes: model,
    },
    { id: `auth-${name}`, parent: `server-${name}`, name: "auth" },
    {
      id: `request-${name}`,
      parent: `server-${name}`,
      name: "litellm_request",
      attributes: {
        ...model,
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.cost.input_cost": usd * 0.75,
        "gen_ai.cost.output_cost": usd * 0.25,
        "gen_ai.cost.total_cost": usd,
      },
    },
    {
      id: `raw-${name}`,
      parent: `request-${name}`,
      name: "raw_gen_ai_request",
      attributes: model,
    },
  ];
}

/** The same with `LITELLM_OTEL_V2=true`. */
function newerSet(name: string, usd: number): SpanInit[] {
  const model = { "gen_ai.request.model": "demo" };
  return [
    {
      id: `server-${name}`,
      parent: `post-${name}`,
      name: "POST /v1/chat/completions",
      kind: SERVER,
      attributes: model,
    },
    {
      id: `request-${name}`,
      parent: `server-${name}`,
      name: "chat demo",
      kind: CLIENT,
      attributes: {
        ...model,
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": 100,
        "litellm.cost.total": usd,
        "litellm.cost.output": usd * 0.25,
        "litellm.cost.cache_read": usd * 0.125,
      },
    },
  ];
}

const RUN: SpanInit = { id: "run", name: "agent.run" };

Deno.test("turnCosts() takes what the proxy's own span says of a streamed reply, of either set", () => {
  assertEquals(costs([...call("a"), ...olderSet("a", 2), RUN]), {
    "turn-a": { totalUsd: 2, outputUsd: 0.5 },
  });
  assertEquals(costs([RUN, ...call("a"), ...newerSet("a", 2)]), {
    "turn-a": { totalUsd: 2, outputUsd: 0.5, cacheReadUsd: 0.25 },
  });
});

Deno.test("turnCosts() counts a cost once that the reply's header and the proxy's span say", () => {
  for (const set of [olderSet, newerSet]) {
    const found = costs([RUN, ...call("a", 2), ...set("a", 2)]);
    assertEquals(Object.keys(found), ["turn-a"]);
    // The parts are the proxy's: a header has none.
    assertEquals(found["turn-a"], {
      totalUsd: 2,
      outputUsd: 0.5,
      ...(set === newerSet && { cacheReadUsd: 0.25 }),
    });
  }
});

Deno.test("turnCosts() takes the header where the proxy says otherwise, or nothing", () => {
  assertEquals(costs([RUN, ...call("a", 3)]), { "turn-a": { totalUsd: 3 } });
  assertEquals(costs([RUN, ...call("a", 3), ...newerSet("a", 2)]), {
    "turn-a": { totalUsd: 3 },
  });
});

Deno.test("turnCosts() adds up attempts that the proxy answered, and one that it made again", () => {
  const [, , post] = call("a");
  const again = { ...post!, id: "post-b" };
  const spans = [RUN, ...call("a"), ...olderSet("a", 2), again]
    .concat(newerSet("b", 1));
  assertEquals(costs(spans), { "turn-a": { totalUsd: 3, outputUsd: 0.75 } });

  // The proxy asks again by itself: a second request in its server's span.
  const retried = { ...olderSet("a", 4)[2]!, id: "second" };
  assertEquals(costs([RUN, ...call("a"), ...olderSet("a", 2), retried]), {
    "turn-a": { totalUsd: 6, outputUsd: 1.5 },
  });
});

Deno.test("turnCosts() counts a cost once that the proxy's server span says too", () => {
  for (const set of [olderSet, newerSet]) {
    const [server, ...others] = set("a", 2);
    const attributes = { "litellm.cost.total": 2 };
    const found = costs([
      RUN,
      ...call("a"),
      { ...server!, attributes },
      ...others,
    ]);
    assertEquals(Object.keys(found), ["turn-a"]);
    assertEquals((found["turn-a"] as { totalUsd: number }).totalUsd, 2);
  }
});

Deno.test("turnCosts() adds up the calls of a turn, and keeps turns of agents inside apart", () => {
  const inside = call("b").map((span) =>
    span.id === "turn-b" ? { ...span, parent: "agent" } : span
  );
  const [, ...second] = call("c", 0.5);
  const spans: SpanInit[] = [
    RUN,
    ...call("a", 2),
    ...second.map((span) =>
      span.id === "chat-c" ? { ...span, parent: "turn-a" } : span
    ),
    { id: "tool", parent: "turn-a", name: "tool.call" },
    { id: "agent", parent: "tool", name: "agent.invoke" },
    ...inside,
    ...newerSet("b", 1),
  ];
  assertEquals(costs(spans), {
    "turn-a": { totalUsd: 2.5 },
    "turn-b": { totalUsd: 1, outputUsd: 0.25, cacheReadUsd: 0.125 },
  });
});

Deno.test("turnCosts() has a call outside any turn by itself, the topmost that tells of it", () => {
  const aside: SpanInit = { id: "post-x", parent: "run", name: "POST" };
  assertEquals(costs([RUN, aside, ...olderSet("x", 2)]), {
    "request-x": { totalUsd: 2, outputUsd: 0.5 },
  });
  const [, chat, post] = call("y");
  assertEquals(
    costs([{ ...chat!, parent: "gone" }, post!, ...newerSet("y", 2)]),
    {
      "chat-y": { totalUsd: 2, outputUsd: 0.5, cacheReadUsd: 0.25 },
    },
  );
});

Deno.test("turnCosts() keeps a call inside a tool apart from the turn's own", () => {
  const [, chat] = call("y", 1);
  const spans: SpanInit[] = [
    RUN,
    ...call("a", 2),
    { id: "tool", parent: "turn-a", name: "tool.call" },
    { ...chat!, parent: "tool" },
  ];
  assertEquals(costs(spans), {
    "turn-a": { totalUsd: 2 },
    "chat-y": { totalUsd: 1 },
  });
});

Deno.test("turnCosts() leaves out tools that a proxy ran, and what is no cost", () => {
  const tool: SpanInit = {
    id: "mcp",
    parent: "turn-a",
    name: "tools/call add",
    kind: CLIENT,
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "litellm.cost.total": 5,
    },
  };
  assertEquals(costs([RUN, ...call("a", 2), tool]), {
    "turn-a": { totalUsd: 2 },
  });
  assertEquals(costs([RUN, ...call("a"), tool]), {});
  assertEquals(costs([RUN, ...call("a", -1)]), {});
  const [turn, chat] = call("a");
  const text = { ...chat!.attributes, "litellm.cost.total": "2" };
  assertEquals(costs([RUN, turn!, { ...chat!, attributes: text }]), {});
});

Deno.test("turnCosts() knows no cost where the proxy has no price for the model", () => {
  for (const set of [olderSet, newerSet]) {
    assertEquals(costs([RUN, ...call("a"), ...set("a", 0)]), {});
    assertEquals(costs([RUN, ...call("a", 0), ...set("a", 0)]), {});
  }
});

Deno.test("turnCosts() ends in a trace that loops", () => {
  const [, chat, post] = call("a", 2);
  const spans = [{ ...chat!, parent: "post-a" }, post!];
  assertEquals(costs(spans), { "chat-a": { totalUsd: 2 } });
});
