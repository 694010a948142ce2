import { assert, assertEquals } from "@std/assert";
import { displayWidth } from "../../../turns/draw/format.ts";
import { drawTable } from "../../../turns/draw/table.ts";
import type { TurnRow } from "../../../turns/model/turn_row.ts";

const row = (init: Partial<TurnRow>): TurnRow => ({
  kind: "turn",
  traceId: "t".repeat(32),
  spanId: "s",
  startMs: 0,
  durationMs: 1,
  promptTokens: 15_214,
  ...init,
});
const FULL = row({
  runId: "3f2a8c1e-0000-4000-8000-000000000000",
  runner: "plan_execute",
  agent: "plan_execute",
  turn: 7,
  model: "litellm/some-long-model-name",
  growthTokens: 13_980,
  bytes: { instructions: 900, tools: 3100, messages: 1000, results: 41_900 },
  grewBy: "iot/history",
  grewByBytes: 41_200,
});

Deno.test("drawTable() aligns wide characters", () => {
  const drawn = drawTable([
    row({ runId: "a", model: "模型👩‍👩‍👧é" }),
    row({ runId: "b", model: "m" }),
  ]);
  assertEquals(
    drawn,
    "RUN  MODEL    TOKENS\na    模型👩‍👩‍👧é  15,214\nb    m        15,214",
  );
});

Deno.test("drawTable() shows everything where width does not matter", () => {
  const [head, line] = drawTable([FULL]).split("\n");
  assertEquals(
    head?.split(/ {2,}/),
    [
      "RUN",
      "RUNNER",
      "AGENT",
      "TURN",
      "MODEL",
      "TOKENS",
      "GROWTH",
      "INSTRUCTIONS",
      "TOOLS",
      "MESSAGES",
      "RESULTS",
      "GREW BY",
    ],
  );
  assertEquals(line?.split(/ {2,}/).slice(5), [
    "15,214",
    "+13,980",
    "900 B",
    "3.1 kB",
    "1.0 kB",
    "41.9 kB",
    "iot/history 41.2 kB",
  ]);
});

Deno.test("drawTable() fits the width, and lets go of tokens last", () => {
  for (const columns of [160, 120, 100, 80, 60, 40, 20, 8]) {
    const lines = drawTable([FULL, FULL], { columns }).split("\n");
    for (const line of lines) {
      assert(displayWidth(line) <= columns, `${columns}: ${line}`);
    }
    assert(lines[1]?.includes("15,214"), `${columns}`);
  }
});

Deno.test("drawTable() does not print control characters of a trace", () => {
  assert(!drawTable([row({ model: "x\x1b[2J\r\n" })]).includes("\x1b"));
});

Deno.test("drawTable() draws 150,000 rows, and a name of 1 MB", () => {
  const rows = Array.from({ length: 150_000 }, (_, turn) => row({ turn }));
  const lines = drawTable(rows, { columns: 80 }).split("\n");
  assertEquals(lines.length, 150_001);

  const wide = row({ model: "m".repeat(1e6), agent: "日".repeat(1e5) });
  const drawn = drawTable([wide], { columns: 80 });
  assert(drawn.split("\n").every((line) => line.length <= 80), drawn);
});

const HISTORY = "iot/history 41.2 kB";

Deno.test("drawTable() cuts the cause last", () => {
  for (const columns of [160, 140, 120, 100, 80, 60, 50, 44]) {
    const drawn = drawTable([{ ...FULL, startMs: NOON }], { columns });
    assert(drawn.includes(HISTORY), `${columns}: ${drawn}`);
  }
  // A long one is cut only once there is nothing to cut but turn and tokens.
  const grewBy = "warehouse/list_open_purchase_orders";
  const lines = drawTable([{ ...FULL, grewBy }], { columns: 40 }).split("\n");
  assertEquals(lines, [
    "TURN  TOKENS  GREW BY",
    "   7  15,214  warehouse/list_open_purch…",
  ]);
});

const NOON = new Date(2026, 10, 20, 12, 0, 3).getTime();
const started = (now: number | undefined, ...startMs: number[]) => {
  const rows = startMs.map((startMs) => row({ runId: "r", startMs }));
  const options = now === undefined ? {} : { now };
  return drawTable(rows, options).split("\n").slice(1)
    .map((line) => line.split(/ {2,}/)[1]);
};

Deno.test("drawTable() says when a turn started, with as little as tells it", () => {
  const DAY = 24 * 3_600_000;
  assertEquals(started(NOON + 1, NOON, NOON - 1000), ["12:00:03", "12:00:02"]);
  assertEquals(started(NOON + 1, NOON, NOON - DAY), [
    "11-20 12:00:03",
    "11-19 12:00:03",
  ]);
  const earlier = "2026-11-20 12:00:03";
  assertEquals(started(NOON + 365 * DAY, NOON), [earlier]);
  assertEquals(started(undefined, NOON), [earlier]);
  // Damaged spans say 0.
  assertEquals(started(NOON, NOON, 0), ["12:00:03", "-"]);
});

Deno.test("drawTable() tells runs apart whose ids begin alike", () => {
  const rows = ["eval-chiller-001", "eval-chiller-002"].map((runId) =>
    row({ ...FULL, runId })
  );
  const drawn = drawTable(rows, { columns: 60 });
  for (const { runId = "" } of rows) assert(drawn.includes(runId), drawn);
});

Deno.test("drawTable() tells runs apart that were given the same id", () => {
  const rows = ["a1", "b2"].map((start) =>
    row({ ...FULL, runId: "nightly", traceId: start.padEnd(32, "0") })
  );
  const drawn = drawTable(rows, { columns: 60 });
  for (const word of ["TRACE", "a1", "b2", HISTORY]) {
    assert(drawn.includes(word), drawn);
  }
  assert(!drawTable([FULL, FULL]).includes("TRACE"));
});

Deno.test("drawTable() tells runs apart whose long ids differ at their ends", () => {
  const rows = ["1", "2"].map((end) =>
    row({ ...FULL, runId: "x".repeat(60) + end, traceId: end.padEnd(32, "0") })
  );
  const [, a, b] = drawTable(rows, { columns: 60 }).split("\n");
  assert(a !== b, a);
});

Deno.test("drawTable() names the earlier turn that most of a prompt came in", () => {
  const cameIn = { turn: 5, grewBy: "iot/history", grewByBytes: 35_700 };
  const drawn = drawTable([row({ ...FULL, turn: 6, grewBy: "user", cameIn })]);
  assert(drawn.endsWith("  iot/history 35.7 kB (turn 5)"), drawn);
});

Deno.test("drawTable() stresses the cause of most of a prompt, with colours only", () => {
  const small = { ...FULL, growthTokens: 155 };
  const [, large, other] = drawTable([FULL, small], { color: true })
    .split("\n");
  assert(large?.endsWith(`\x1b[33m${HISTORY}\x1b[39m`), large);
  assert(other?.endsWith(`  ${HISTORY}`), other);
  assert(!drawTable([FULL]).includes("\x1b"));
});

Deno.test("drawTable() stresses a growth as the tree does", () => {
  const cameIn = { turn: 7, grewBy: "iot/history", grewByBytes: 41_200 };
  const drawn = drawTable([
    { ...FULL, turn: 10, growthTokens: 321, cameIn },
    { ...FULL, growthTokens: 13_980 },
    // Half of its prompt, and nothing beside the others.
    { ...FULL, promptTokens: 308, growthTokens: 155 },
  ], { color: true });
  const [, later, large, small] = drawn.split("\n");
  assert(later?.includes(" +321 "), later);
  assert(later?.endsWith(`\x1b[33m${HISTORY} (turn 7)\x1b[39m`), later);
  assert(large?.includes(" \x1b[33m+13,980\x1b[39m "), large);
  assert(!small?.includes("\x1b"), small);
});

Deno.test("drawTable() says what most of a first prompt is, as the sentence does", () => {
  const bytes = { instructions: 10, tools: 8100, messages: 30, results: 0 };
  const cause = (init: Partial<TurnRow>) =>
    drawTable([row({ ...init, bytes })]).split(/ {2,}/).at(-1);
  assertEquals(cause({ turn: 1 }), "tools 8.1 kB");
  // Of a later turn its size says nothing about its growth.
  assertEquals(cause({ turn: 2 }), "0 B");
});

Deno.test("drawTable() shows tokens where a ledger is known", () => {
  const ledger = {
    tokens: { instructions: 100, tools: 400, messages: 14, results: 14_700 },
    sources: [{ source: "iot/history", tokens: 14_600 }],
  };
  const cells = (init: Partial<TurnRow>) =>
    drawTable([{ ...FULL, ...ledger, ...init }]).split("\n")[1]
      ?.split(/ {2,}/).slice(7);
  const classes = ["100", "400", "14", "14,700"];
  assertEquals(cells({ grewByTokens: 13_900 }), [
    ...classes,
    "iot/history 13,900",
  ]);
  const cameIn = { turn: 5, grewBy: "iot/x", grewByTokens: 12 };
  assertEquals(cells({ cameIn })?.at(-1), "iot/x 12 (turn 5)");
  const { grewBy: _, ...first } = { ...FULL, ...ledger, turn: 1 };
  assertEquals(
    drawTable([first]).split("\n")[1]?.split(/ {2,}/).at(-1),
    "iot/history 14,600",
  );
});
