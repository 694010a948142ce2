import { assert, assertEquals } from "@std/assert";
import { drawBill } from "../../../turns/draw/draw_bill.ts";
import { displayWidth } from "../../../turns/draw/format.ts";
import type { Bill } from "../../../turns/model/bill.ts";

const cameIn = { turn: 5, agent: "main", run: "r" };
const BILL: Bill = {
  by: "source",
  tokens: 1000,
  calls: 6,
  lines: [
    { name: "unknown", tokens: 600, calls: 1, cameIn, turnsInARow: 1 },
    {
      name: "iot/history",
      tokens: 300,
      calls: 2,
      cameIn,
      turnsInARow: 2,
      costUsd: 0.5,
    },
    { name: "a/b", tokens: 4 },
  ],
  rest: { lines: 2, tokens: 96 },
};

Deno.test("drawBill() says what is most of it, and draws a line each", () => {
  assertEquals(
    drawBill(BILL),
    `1,000 input tokens in 6 turns; of what is known, the largest part, 300 (30 %), is iot/history.

SOURCE       TOKENS  SHARE    COST  CALLS  CAME IN         IN A ROW
unknown         600   60 %       -      1  turn 5 of main         1
iot/history     300   30 %  ~$0.50      2  turn 5 of main         2
a/b               4   <1 %       -      -  -                      -
and 2 more: 96 tokens (10 %), --top shows more lines

unknown: input without a ledger, as in traces of older versions`,
  );
});

Deno.test("drawBill() says of each kind what its lines are", () => {
  const rest = { lines: 0, tokens: 0 };
  const said = (by: Bill["by"], line: Partial<Bill["lines"][number]>) =>
    drawBill({
      by,
      tokens: 10,
      calls: 1,
      lines: [{ name: "x", tokens: 10, ...line }],
      rest,
    }).split("\n")[0]?.replace("10 input tokens in 1 turn; most of it, ", "");
  assertEquals([
    said("server", { name: "iot" }),
    said("tool", { name: "iot/history" }),
    said("agent", { name: "a", runner: "a" }),
    said("agent", { name: "a", runner: "b" }),
    said("turn", { name: "turn 2 of a", agent: "a", runner: "b", turn: 2 }),
    said("run", { name: "r1" }),
    said("tool", { name: "(no tool)" }),
  ], [
    "10 (100 %), is of iot, definitions and results.",
    "10 (100 %), is results of iot/history.",
    "10 (100 %), was sent by a.",
    "10 (100 %), was sent by a (in b).",
    "10 (100 %), was sent by turn 2 of a (in b).",
    "10 (100 %), was sent by run r1.",
    "10 input tokens in 1 turn.",
  ]);
});

Deno.test("drawBill() fits the terminal, and names runs where there are several", () => {
  const lines = BILL.lines.map((line, i) => ({
    ...line,
    name: `${line.name}-with-quite-a-long-name-for-a-terminal`,
    cameIn: { ...cameIn, run: `run-${i}-of-a-long-id-that-is-cut` },
  }));
  const bill = { ...BILL, lines };
  assert(drawBill(bill).includes("OF RUN"));
  for (const columns of [50, 60, 80, 100]) {
    for (const line of drawBill(bill, { columns }).split("\n")) {
      assert(displayWidth(line) <= columns, `${columns}: ${line}`);
    }
  }
});

Deno.test("drawBill() stresses a share that is most of it", () => {
  const drawn = drawBill(BILL, { color: true });
  assert(drawn.startsWith("\x1b[1m1,000"), drawn);
  const [, ...yellow] = drawn.split("\x1b[33m");
  assertEquals(yellow.map((text) => text.split("\x1b")[0]), ["60 %"]);
});
