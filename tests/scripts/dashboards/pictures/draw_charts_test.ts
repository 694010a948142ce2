import { assertEquals } from "@std/assert";
import { axis } from "../../../../scripts/dashboards/pictures/axis.ts";
import { drawBars } from "../../../../scripts/dashboards/pictures/draw_bars.ts";
import { drawHeatmap } from "../../../../scripts/dashboards/pictures/draw_heatmap.ts";
import { drawLines } from "../../../../scripts/dashboards/pictures/draw_lines.ts";
import { drawTurns } from "../../../../scripts/dashboards/pictures/draw_turns.ts";
import type { Drawing } from "../../../../scripts/dashboards/pictures/drawing.ts";
import { type Element, elements, parseSvg } from "./_parse_svg.ts";
import { textsOf } from "./_texts_of.ts";

const STEPS = ["0 s", "1 s", "2 s", "3 s"];

function shapes({ body }: Drawing, name: string): Element[] {
  return elements(parseSvg(`<g>${body}</g>\n`), name);
}

Deno.test("axis() ends at a round number at or above the largest", () => {
  assertEquals(axis(26_985), [0, 10_000, 20_000, 30_000]);
  assertEquals(axis(10), [0, 5, 10]);
  assertEquals(axis(0.483), [0, 0.2, 0.4, 0.6]);
  assertEquals(axis(0), [0, 1]);
});

Deno.test("drawBars() makes bars as long as their numbers say", () => {
  const drawing = drawBars(
    [{ label: "iot/history", value: 200, note: "count 7" }, {
      label: "user",
      value: 50,
    }],
    { width: 400 },
  );

  assertEquals(textsOf(drawing), [
    "iot/history",
    "200",
    "count 7",
    "user",
    "50",
  ]);
  const bars = shapes(drawing, "rect")
    .filter(({ attributes }) => attributes.class === "c0");
  assertEquals(bars.map(({ attributes }) => attributes.width), ["400", "100"]);
});

Deno.test("drawBars() writes seconds and dollars as such", () => {
  const bars = [{ label: "a", value: 0.0995 }];
  assertEquals(
    ["s", "currencyUSD"].map((unit) =>
      textsOf(drawBars(bars, { width: 400, unit }))[1]
    ),
    ["100 ms", "$0.0995"],
  );
});

Deno.test("drawLines() parts a line where a step has no number", () => {
  const drawing = drawLines(
    [{ label: "deep_agent", values: [1, 4, undefined, 2] }],
    { width: 300, steps: STEPS },
  );

  const points = shapes(drawing, "polyline")
    .map(({ attributes }) => attributes.points?.split(" ").length);
  assertEquals(points, [2, 1]);
  assertEquals(textsOf(drawing).slice(-4), ["0 s", "3 s", "deep_agent", "4"]);
});

Deno.test("drawHeatmap() has a row for a class that nothing is in", () => {
  const drawing = drawHeatmap([
    { label: "1024", values: [3, undefined, 0, 1] },
    { label: "4096", values: [0, 2, 0, 0] },
  ], { width: 400, steps: STEPS });

  assertEquals(textsOf(drawing), [
    "to 4,096",
    "2",
    "to 2,048",
    "to 1,024",
    "3",
    "1",
    "0 s",
    "3 s",
  ]);
});

Deno.test("drawTurns() stacks what a prompt is made of to its length", () => {
  const classes = ["instructions", "tools", "messages", "results"];
  const turn = (index: number, tokens: readonly number[], delta?: number) => ({
    "turn.index": index,
    "gen_ai.usage.input_tokens": tokens.reduce((sum, each) => sum + each, 0),
    ...Object.fromEntries(
      classes.map((name, at) =>
        [`turn.prompt.tokens.${name}`, tokens[at] ?? 0] as const
      ),
    ),
    ...(delta !== undefined && {
      "turn.prompt.delta_tokens": delta,
      "turn.prompt.grew_by": "iot/history",
      "turn.prompt.grew_by_tokens": 880,
    }),
  });

  const drawing = drawTurns(
    [turn(1, [50, 30, 20, 0]), turn(2, [50, 30, 40, 880], 900)],
    500,
  );

  assertEquals(textsOf(drawing), [
    "turn 1",
    "100 tokens",
    "turn 2",
    "+900, most by iot/history (880)",
    "1,000 tokens",
    "instructions",
    "50",
    "tools",
    "30",
    "messages",
    "40",
    "results",
    "880",
  ]);
  const widths = shapes(drawing, "rect").slice(0, 7)
    .map(({ attributes }) => Number(attributes.width));
  assertEquals(widths, [25, 15, 10, 25, 15, 20, 440]);
});
