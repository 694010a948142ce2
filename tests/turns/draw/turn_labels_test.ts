import { assertEquals } from "@std/assert";
import { drawLedger } from "../../../turns/draw/draw_ledger.ts";
import { runLedger } from "../../../turns/model/run_ledger.ts";
import type { TurnRow } from "../../../turns/model/turn_row.ts";

Deno.test("drawLedger() has a letter for each agent inside, past z too", () => {
  const turns = Array.from({ length: 30 }, (_, i): TurnRow => ({
    kind: "turn",
    traceId: "t",
    spanId: `${i}`,
    agentSpanId: `${i}`,
    agent: i < 29 ? "helper" : "last",
    turn: 1,
    startMs: i,
    durationMs: 1,
    promptTokens: 1,
    sources: [{ source: "user", tokens: 1 }],
  }));
  const drawn = drawLedger(runLedger({ traceId: "t", turns })).split("\n");
  const labels = drawn[0]?.split(/ +/).slice(3);
  assertEquals([labels?.slice(0, 3), labels?.slice(25)], [
    ["1", "a1", "b1"],
    ["y1", "z1", "aa1", "ab1", "ac1"],
  ]);
  assertEquals(drawn.at(-1), "ac: last, an agent inside the run");
});
