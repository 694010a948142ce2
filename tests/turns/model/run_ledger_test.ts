import { assertEquals } from "@std/assert";
import { runLedger } from "../../../turns/model/run_ledger.ts";
import type { TurnRow } from "../../../turns/model/turn_row.ts";

const row = (init: Partial<TurnRow>): TurnRow => ({
  kind: "turn",
  traceId: "t",
  spanId: "s",
  startMs: 0,
  durationMs: 1,
  ...init,
});

Deno.test("runLedger() adds up to each turn's input, agent by agent", () => {
  const turns = [
    row({
      turn: 1,
      agentSpanId: "main",
      promptTokens: 10,
      sources: [{ source: "user", tokens: 10 }],
    }),
    row({
      turn: 1,
      agentSpanId: "sub",
      promptTokens: 7,
      sources: [{ source: "iot/x", tokens: 7 }],
    }),
    // A second call, a partial one, and one that reports nothing.
    row({
      turn: 2,
      agentSpanId: "main",
      promptTokens: 30,
      sources: [{ source: "user", tokens: 10 }],
    }),
    row({ turn: 3, agentSpanId: "main", promptTokens: 5, partial: true }),
    row({ turn: 4, agentSpanId: "main" }),
  ];
  const { turns: columns, lines, tokens } = runLedger({ traceId: "t", turns });
  assertEquals(
    columns.map(({ agentSpanId, turn }) => `${agentSpanId} ${turn}`),
    [
      "main 1",
      "main 2",
      "main 3",
      "main 4",
      "sub 1",
    ],
  );
  assertEquals(tokens, 52);
  assertEquals(
    lines.map(({ source, tokens, inTurns }) => [source, tokens, ...inTurns]),
    [
      ["unknown", 25, 0, 20, 5, 0, 0],
      ["user", 20, 10, 10, 0, 0, 0],
      ["iot/x", 7, 0, 0, 0, 0, 7],
    ],
  );
});
