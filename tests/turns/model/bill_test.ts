import { assertEquals } from "@std/assert";
import { type Bill, billOf } from "../../../turns/model/bill.ts";
import type { BillBy } from "../../../turns/model/bill_line.ts";
import type { RunTurns } from "../../../turns/model/run_turns.ts";
import type { SourceTokens } from "../../../turns/model/source_tokens.ts";
import type { TurnRow } from "../../../turns/model/turn_row.ts";

const sourcesOf = (tokens: Record<string, number>): SourceTokens[] =>
  Object.entries(tokens).map(([source, tokens]) => ({ source, tokens }));

/** A turn of the run's own agent, or of another where `agent` says. */
function turn(
  turn: number,
  tokens: Record<string, number>,
  init: Partial<TurnRow> = {},
): TurnRow {
  const sources = sourcesOf(tokens);
  const { agent = "main" } = init;
  return {
    kind: "turn",
    traceId: "t",
    spanId: `${agent}${turn}`,
    agentSpanId: agent,
    agent,
    turn,
    startMs: turn,
    durationMs: 1,
    promptTokens: sources.reduce((sum, { tokens }) => sum + tokens, 0),
    sources,
    ...init,
  };
}

const run = (turns: TurnRow[], init: Partial<RunTurns> = {}): RunTurns => ({
  traceId: "t",
  runId: "r",
  runner: "main",
  turns,
  ...init,
});

/** Name, tokens, calls, the turn that it came in, and most turns in a row. */
const shown = ({ lines }: Bill) =>
  lines.map(({ name, tokens, calls, cameIn, turnsInARow }) =>
    [name, tokens, calls, cameIn?.turn, turnsInARow].join(" ")
  );

const RUN = run([
  turn(1, { "tools:iot": 100, user: 10 }),
  turn(2, { "iot/history": 500, "tools:iot": 100, user: 10 }),
  turn(1, { "iot/history": 50, instructions: 30 }, {
    agent: "helper",
    startMs: 2.5,
  }),
  turn(3, { "tools:iot": 100, user: 10, assistant: 5 }, { promptTokens: 200 }),
  turn(4, { "iot/history": 500, "tools:iot": 100, other: 7 }),
  turn(5, { "iot/history": 500, "tools:iot": 100, "docs/search": 3 }),
]);

Deno.test("billOf() adds up sources over the calls that held them", () => {
  const bill = billOf([RUN], "source");
  assertEquals([bill.tokens, bill.calls], [2210, 6]);
  assertEquals(shown(bill), [
    "iot/history 1550 4 2 2",
    "tools:iot 500 5 1 5",
    "unknown 85 1 3 1",
    "user 30 3 1 3",
    "instructions 30 1 1 1",
    "other 7 1 4 1",
    "assistant 5 1 3 1",
    "docs/search 3 1 5 1",
  ]);
});

Deno.test("billOf() counts results and definitions to their server", () => {
  assertEquals(shown(billOf([RUN], "server")), [
    "iot 2050 6 1 5",
    "unknown 85 1 3 1",
    "(no server) 65 4 1 3",
    "other 7 1 4 1",
    "docs 3 1 5 1",
  ]);
});

Deno.test("billOf() counts results to their tool, and nothing else", () => {
  assertEquals(shown(billOf([RUN], "tool")), [
    "iot/history 1550 4 2 2",
    "(no tool) 565 6 1 5",
    "unknown 85 1 3 1",
    "other 7 1 4 1",
    "docs/search 3 1 5 1",
  ]);
});

Deno.test("billOf() adds up agents, turns and runs whole", () => {
  assertEquals(shown(billOf([RUN], "agent")), [
    "main 2130 5 1 5",
    "helper 80 1 1 1",
  ]);
  const twice = billOf([RUN, { ...RUN, traceId: "u", runId: "s" }], "turn");
  assertEquals(twice.lines[0], {
    name: "turn 2 of main",
    runner: "main",
    agent: "main",
    turn: 2,
    tokens: 1220,
    calls: 2,
    turnsInARow: 1,
    cameIn: { turn: 2, agent: "main", run: "r" },
    topSource: { source: "iot/history", tokens: 1000 },
  });
  const runs = billOf([RUN, { ...RUN, traceId: "u" }], "run");
  assertEquals(runs.lines.map(({ runId, traceId }) => [runId, traceId]), [
    ["r", "t"],
    ["r", "u"],
  ]);
  assertEquals(runs.lines[0]?.topSource, {
    source: "iot/history",
    tokens: 1550,
  });
});

Deno.test("billOf() adds up runners, models and conversations whole", () => {
  const named = (conversation: string, model: string) =>
    RUN.turns.map((row) => ({ ...row, conversation, model }));
  const runs = [
    { ...RUN, turns: named("a", "gpt-5") },
    { ...RUN, turns: named("b", "gpt-5"), runner: "other", traceId: "u" },
    RUN,
  ];
  const names = (by: BillBy) =>
    billOf(runs, by).lines.map(({ name, tokens, calls }) => [
      name,
      tokens,
      calls,
    ]);
  assertEquals(names("runner"), [["main", 4420, 12], ["other", 2210, 6]]);
  assertEquals(names("model"), [["gpt-5", 4420, 12], ["(no model)", 2210, 6]]);
  assertEquals(names("conversation"), [
    ["a", 2210, 6],
    ["b", 2210, 6],
    ["(no conversation)", 2210, 6],
  ]);
});

Deno.test("every billOf() adds up to what was sent, and to the same calls", () => {
  const all: Record<BillBy, true> = {
    source: true,
    server: true,
    tool: true,
    agent: true,
    turn: true,
    run: true,
    runner: true,
    model: true,
    conversation: true,
  };
  for (const by of Object.keys(all) as BillBy[]) {
    const { tokens, calls, lines } = billOf([RUN], by);
    const sum = lines.reduce((sum, { tokens }) => sum + tokens, 0);
    assertEquals([sum, tokens, calls], [2210, 2210, 6], by);
  }
});

Deno.test("billOf() takes the run's own word for its sources", () => {
  // A second call of a turn is in it, and sources that turns call `other`.
  const ledger = sourcesOf({ "iot/history": 1600, "tools:iot": 600, user: 10 });
  const bill = billOf([{ ...RUN, ledger }], "source");
  assertEquals(bill.tokens, 2210);
  assertEquals(shown(bill), [
    "iot/history 1600 4 2 2",
    "tools:iot 600 5 1 5",
    "user 10 3 1 3",
  ]);
  // What no turn names was in some call all the same.
  const hidden = billOf([{
    ...run([turn(1, { user: 5 })]),
    ledger: sourcesOf({ "a/b": 5 }),
  }], "source");
  assertEquals(hidden.lines, [{ name: "a/b", tokens: 5 }]);
  // A model call that is beside the run's turns is not in its ledger.
  const { sources: _, ...call } = turn(9, {}, { promptTokens: 40 });
  const beside = run([{ ...call, kind: "chat" }], { ledger });
  assertEquals(billOf([beside], "source").lines.map(({ name }) => name), [
    "iot/history",
    "tools:iot",
    "unknown",
    "user",
  ]);
});

Deno.test("billOf() does not go on with a row of another agent's turns", () => {
  const bill = billOf([
    run([
      turn(1, { user: 1 }, { agent: "a" }),
      turn(1, { tools: 1 }, { agent: "b", startMs: 2 }),
      turn(2, { user: 1 }, { agent: "b", startMs: 3 }),
    ]),
  ], "source");
  assertEquals(shown(bill), ["user 2 2 1 1", "tools 1 1 1 1"]);
});

Deno.test("billOf() shares a call's cost out by its tokens", () => {
  const held = { "iot/x": 60, user: 30 };
  const costs = { costUsd: 1, outputTokens: 10 };
  const bill = (by: BillBy) =>
    billOf([run([turn(1, held, costs), turn(2, held)])], by);
  assertEquals(bill("source").lines.map(({ costUsd }) => costUsd), [0.6, 0.3]);
  assertEquals(bill("agent").lines[0]?.costUsd, 1);
  assertEquals(bill("source").costUsd, 1);
});

Deno.test("billOf() has cached tokens at their price, where the proxy told it", () => {
  const costs = {
    costUsd: 10,
    outputCostUsd: 2,
    cacheReadCostUsd: 1,
    cacheReadTokens: 50,
    outputTokens: 10,
  };
  const held = { "iot/x": 50, "tools:iot": 50 };
  const { lines } = billOf([run([turn(1, held, costs)])], "source");
  assertEquals(lines.map(({ name, costUsd }) => [name, costUsd]), [
    ["iot/x", 7],
    ["tools:iot", 1],
  ]);
});

Deno.test("billOf() counts calls that report no tokens, and nothing of them", () => {
  const { promptTokens: _, ...silent } = turn(1, { user: 5 });
  const { tokens, calls, lines } = billOf([run([silent])], "source");
  assertEquals([tokens, calls, lines], [0, 1, []]);
});
