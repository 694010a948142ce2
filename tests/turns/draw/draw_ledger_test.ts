import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { drawLedger } from "../../../turns/draw/draw_ledger.ts";
import { displayWidth } from "../../../turns/draw/format.ts";
import { runLedger } from "../../../turns/model/run_ledger.ts";
import type { TurnRow } from "../../../turns/model/turn_row.ts";

function turn(
  turn: number,
  held: Record<string, number>,
  init: Partial<TurnRow> = {},
): TurnRow {
  const sources = Object.entries(held).map(([source, tokens]) => ({
    source,
    tokens,
  }));
  return {
    kind: "turn",
    traceId: "t",
    spanId: `${turn}`,
    agentSpanId: "main",
    turn,
    startMs: turn,
    durationMs: 1,
    promptTokens: sources.reduce((sum, { tokens }) => sum + tokens, 0),
    sources,
    ...init,
  };
}

const ledgerOf = (turns: TurnRow[]) => runLedger({ traceId: "t", turns });

Deno.test("drawLedger() draws a line a source and a column a turn", () => {
  const drawn = drawLedger(ledgerOf([
    turn(1, { "tools:iot": 100, user: 10 }, { cacheReadTokens: 0 }),
    turn(2, { "iot/history": 2000, "tools:iot": 100, user: 10 }, {
      cacheReadTokens: 110,
      promptTokens: 2210,
    }),
    turn(3, { "iot/history": 2000, "tools:iot": 90, user: 10 }, {
      cacheBrokenBy: "tools:iot",
    }),
    turn(1, { user: 300 }, { agentSpanId: "sub", agent: "helper" }),
    turn(4, {}, { promptTokens: undefined as never }),
  ]));
  assertEquals(
    drawn,
    `SOURCE        TOKENS  SHARE    1      2      3  4   a1
iot/history    4,000   85 %    ·  2,000  2,000  ·    ·
user             330    7 %   10     10     10  ·  300
tools:iot        290    6 %  100    100     90  ·    ·
unknown          100    2 %    ·    100      ·  ·    ·
input          4,720  100 %  110  2,210  2,100  ?  300
cached           110    2 %    ·    110      ·  ·    ·
cache broken       ✗           ·      ·      ✗  ·    ·

a: helper, an agent inside the run
✗: the prompt does not begin as the one before, in turn 3 by tools:iot
unknown: further calls of a turn, and calls without a ledger`,
  );
});

/** Thirty turns: a result comes in turn 7 and leaves in turn 20. */
const thirty = Array.from({ length: 30 }, (_, i) =>
  turn(i + 1, {
    ...(i >= 6 && i < 19 && { "iot/history": 23_000 }),
    "tools:a-server-with-quite-a-long-name": 1200,
    assistant: 90 * i,
  }, i === 11 ? { cacheBrokenBy: "assistant" } : {}));

Deno.test("drawLedger() folds columns until they fit, with the same sums", () => {
  for (const columns of [40, 60, 80, 100, 140]) {
    const drawn = drawLedger(ledgerOf(thirty), { columns });
    for (const line of drawn.split("\n")) {
      assert(displayWidth(line) <= columns, `${columns}: ${line}`);
    }
    const [head = "", ...lines] = drawn.split("\n");
    const input = lines.find((line) => line.startsWith("input")) ?? "";
    const [total = 0, ...cells] = input.replaceAll(/100 %|,/g, "")
      .split(/ +/).slice(1).map(Number);
    assertEquals(cells.reduce((a, b) => a + b, 0), total, input);
    // A fold begins where something came or left, and where the cache broke.
    if (columns >= 60) {
      assert(/ 7\b/.test(head) && / 12\b/.test(head), head);
      assert(/ 20\b/.test(head) && /–30$| 30$/.test(head), head);
    }
    assertStringIncludes(drawn.replaceAll("\n", " "), "hold");
  }
  assert(!drawLedger(ledgerOf(thirty)).includes("sum"));
});

Deno.test("drawLedger() folds a run of many turns in little time", () => {
  const many = Array.from(
    { length: 2000 },
    (_, i) => turn(i + 1, { user: 10, assistant: 5 * i }),
  );
  const [head] = drawLedger(ledgerOf(many), { columns: 80 }).split("\n");
  assert(/–2000$/.test(head ?? ""), head);
});

Deno.test("drawLedger() stresses a source where it came", () => {
  const drawn = drawLedger(ledgerOf(thirty.slice(5, 8)), { color: true });
  const line = drawn.split("\n").find((line) => line.startsWith("iot/history"));
  assertEquals(line?.split("\x1b[33m23,000").length, 2, line);
  assertEquals(line?.split("\x1b[2m·").length, 2, line);
});

Deno.test("drawLedger() shows no 0 for what is not known", () => {
  const silent = turn(1, {});
  const { promptTokens: _, ...row } = silent;
  assertEquals(
    drawLedger(ledgerOf([row])),
    "SOURCE  TOKENS  SHARE  1\ninput        ?         ?",
  );
});

Deno.test("drawLedger() folds the turns of two agents last", () => {
  const turns = ["main", "one", "two"].flatMap((agentSpanId, agent) =>
    Array.from({ length: 9 }, (_, i) =>
      turn(i + 1, { user: 1000 * (i + 1) }, {
        agentSpanId,
        agent: agentSpanId,
        startMs: agent * 10 + i,
      }))
  );
  const [head] = drawLedger(ledgerOf(turns), { columns: 45 }).split("\n");
  assertEquals(head?.split(/ +/).slice(2), ["1–9", "a1–a9", "b1–b9"]);
});
