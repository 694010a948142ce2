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
