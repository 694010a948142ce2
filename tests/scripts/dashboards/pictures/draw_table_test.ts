import { assert, assertEquals } from "@std/assert";
import { drawTable } from "../../../../scripts/dashboards/pictures/draw_table.ts";
import type { Rows } from "../../../../scripts/dashboards/result.ts";
import { elements, parseSvg, textOf } from "./_parse_svg.ts";
import { textsOf } from "./_texts_of.ts";

const RUN = "4953ba56-85dd-4cfd-840a-6e6971c69aee";

function rowsOf(count: number): Rows {
  return {
    kind: "rows",
    columns: ["agent.run_id", "turn.index", "gen_ai.usage.input_tokens"],
    rows: Array.from({ length: count }, (_, index) => ({
      "agent.run_id": RUN,
      "turn.index": index + 1,
      "gen_ai.usage.input_tokens": 1_234_567,
    })),
  };
}

Deno.test("drawTable() writes thousands apart, and the beginning of an id", () => {
  assertEquals(textsOf(drawTable(rowsOf(1), { width: 600 })), [
    "Run",
    "Turn",
    "Prompt",
    "tokens",
    "4953ba56…",
    "1",
    "1,234,567",
  ]);
});

Deno.test("drawTable() puts numbers to the right, and words to the left", () => {
  const { body } = drawTable(rowsOf(1), { width: 600 });

  const anchors = elements(parseSvg(`<g>${body}</g>\n`), "text").slice(-3)
    .map((each) => [textOf(each), each.attributes["text-anchor"]]);
  assertEquals(anchors, [
    ["4953ba56…", undefined],
    ["1", "end"],
    ["1,234,567", "end"],
  ]);
});

Deno.test("drawTable() tells the name of the attribute when one hovers over a heading", () => {
  const { body } = drawTable(rowsOf(1), { width: 600 });

  const [hint] = elements(parseSvg(`<g>${body}</g>\n`), "title").map(textOf);
  assertEquals(hint, "agent.run_id");
});

Deno.test("drawTable() says how many rows it leaves out", () => {
  const texts = textsOf(drawTable(rowsOf(14), { width: 600, limit: 3 }));

  assertEquals(texts.filter((text) => text === "4953ba56…").length, 3);
  assertEquals(texts.at(-1), "11 more.");
});

Deno.test("drawTable() leaves out an id before it cuts anything, and says so", () => {
  const texts = textsOf(drawTable(rowsOf(1), { width: 150 }));

  assert(!texts.includes("4953ba56…"), texts.join(", "));
  assert(texts.includes("1,234,567"), texts.join(", "));
  assertEquals(texts.slice(-2).join(" "), "Not drawn: agent.run_id.");
});

Deno.test("drawTable() cuts a word, never a number, when nothing more can go", () => {
  const rows: Rows = {
    kind: "rows",
    columns: ["turn.prompt.grew_by", "turn.prompt.grew_by_tokens"],
    rows: [{
      "turn.prompt.grew_by": "workorders/failure_modes",
      "turn.prompt.grew_by_tokens": 1_234_567_890,
    }],
  };

  const texts = textsOf(drawTable(rows, { width: 160 }));

  assert(texts.includes("1,234,567,890"), texts.join(", "));
  assert(texts.some((text) => /^work.*…$/.test(text)), texts.join(", "));
});
