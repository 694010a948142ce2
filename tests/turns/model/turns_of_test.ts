import { assertEquals } from "@std/assert";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import type { Span } from "../../../turns/source/span.ts";
import { turnsOf } from "../../../turns/model/turns_of.ts";
import { bigRun, line, root, type SpanInit, turn } from "../_traces.ts";

const turns = (spans: readonly SpanInit[]) =>
  turnsOf(decodeOtlp(JSON.parse(line(spans))) ?? []);
const short = (spans: readonly SpanInit[]) =>
  turns(spans).map((
    row,
  ) => [row.kind, row.turn, row.promptTokens, row.growthTokens]);

const call = (
  id: string,
  parent: string | undefined,
  tokens: number,
  at: number,
): SpanInit => ({
  id,
  ...(parent !== undefined && { parent }),
  name: "chat m",
  kind: 3,
  at,
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "m",
    "gen_ai.usage.input_tokens": tokens,
  },
});
const agent = (id: string, parent?: string): SpanInit => ({
  id,
  ...(parent !== undefined && { parent }),
  name: "invoke_agent helper",
  attributes: {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.agent.name": "helper",
  },
});

Deno.test("turnsOf() counts a call once that turn, client and proxy report", () => {
  assertEquals(short(bigRun()), [
    ["turn", 1, 1000, undefined],
    ["turn", 2, 1234, 234],
    ["turn", 3, 15_214, 13_980],
  ]);
});

Deno.test("turnsOf() lets chats stand in, with the growth of their agent's", () => {
  const spans = [
    call("c3", "a", 300, 30),
    call("c1", "a", 100, 10),
    { ...call("p1", "c1", 100, 11), name: "litellm_request" },
    call("b1", "b", 900, 15),
    agent("b", "a"),
    agent("a"),
  ];
  assertEquals(short(spans), [
    ["chat", 1, 100, undefined],
    ["chat", 1, 900, undefined],
    ["chat", 2, 300, 200],
  ]);
  assertEquals(turns(spans)[0]?.agent, "helper");
});

Deno.test("turnsOf() counts an agent's call inside a tool of a turn", () => {
  const spans = [
    ...turn("r", 1, 50, {}, "t"),
    { ...call("in", "tool", 70, 1500) },
    { id: "tool", parent: "r.1", name: "tool.call", kind: 3 },
    root("r", "plan_execute", "t"),
  ];
  const rows = turns(spans);
  assertEquals(rows.map((row) => [row.kind, row.promptTokens, row.runId]), [
    ["turn", 50, "r"],
    ["chat", 70, "r"],
  ]);
});

Deno.test("turnsOf() takes a proxy's call without an operation, never its SERVER span", () => {
  const attributes = {
    "gen_ai.request.model": "m",
    "gen_ai.usage.prompt_tokens": 12,
  };
  const rows = turns([
    {
      id: "raw",
      parent: "req",
      name: "raw_gen_ai_request",
      kind: 3,
      attributes,
    },
    { id: "req", parent: "srv", name: "litellm_request", kind: 1, attributes },
    {
      id: "srv",
      parent: "gone",
      name: "Received Proxy Server Request",
      kind: 2,
      attributes,
    },
  ]);
  assertEquals(rows.map(({ promptTokens, agent }) => [promptTokens, agent]), [[
    12,
    "tests",
  ]]);
});

Deno.test("turnsOf() does not number asides of an agent that has turns", () => {
  const spans = [
    ...turn("r", 1, 50, {}, "t"),
    call("aside", "side-post", 9, 2000),
    { id: "side-post", parent: "r.r", name: "POST", kind: 3 },
    root("r", "plan_execute", "t"),
  ];
  assertEquals(short(spans), [["turn", 1, 50, undefined], [
    "chat",
    undefined,
    9,
    undefined,
  ]]);
});

Deno.test("turnsOf() ends on spans that are each other's parents", () => {
  const spans: SpanInit[] = [
    call("c", "x", 5, 0),
    { id: "x", parent: "y", name: "x" },
    { id: "y", parent: "x", name: "y" },
  ];
  assertEquals(short(spans), [["chat", 1, 5, undefined]]);
});

Deno.test("turnsOf() finds what is far above 100,000 calls", () => {
  const chain = Array.from({ length: 200_000 }, (_, place): Span => ({
    traceId: "t",
    spanId: `${place}`,
    ...(place > 0 && { parentSpanId: `${place - 1}` }),
    name: place % 2 === 0 ? "agent.invoke" : "chat m",
    kind: 1,
    startMs: place,
    endMs: place,
    attributes: place % 2 === 0
      ? place > 0 ? {} : { "agent.run_id": "run", "gen_ai.agent.name": "top" }
      : { "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": place },
    failed: false,
  }));

  const rows = turnsOf(chain);

  assertEquals(rows.length, 100_000);
  const { runId, agent, turn, promptTokens } = rows.at(-1)!;
  assertEquals(
    { runId, agent, turn, promptTokens },
    { runId: "run", agent: "top", turn: 1, promptTokens: 199_999 },
  );
});
