import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { displayWidth } from "../../../turns/draw/format.ts";
import { decodeOtlp } from "../../../turns/source/decode_otlp.ts";
import { drawTree } from "../../../turns/draw/draw_tree.ts";
import type { Span } from "../../../turns/source/span.ts";
import { GROWN, line, root, type SpanInit, turn } from "../_traces.ts";

const spans = (inits: readonly SpanInit[]) =>
  decodeOtlp(JSON.parse(line(inits))) ?? [];
const RUN: SpanInit[] = [
  ...turn("r", 2, 15_214, { ...GROWN, "turn.phase": "execute" }).slice(3),
  {
    trace: "r",
    id: "tool",
    parent: "r.2",
    name: "tool.call",
    at: 2100,
    ms: 1400,
    failed: true,
    attributes: {
      "tool.name": "history",
      "tool.server": "iot",
      "tool.result.size": 41_200,
      "error.type": "timeout",
    },
  },
  ...turn("r", 1, 900).slice(2),
  root("r"),
];

Deno.test("drawTree() draws durations, tokens, growth and failures", () => {
  assertEquals(
    drawTree(spans(RUN)),
    `agent.run plan_execute  9.0 s
├─ agent.turn 1  500 ms  900 → 7 tokens
│  └─ chat demo  10 ms  900 → 7 tokens
│     └─ POST  10 ms
└─ agent.turn 2 execute  500 ms  15,214 → 7 tokens  +13,980 (iot/history 41.2 kB)
   ├─ chat demo  10 ms  15,214 → 7 tokens
   └─ tool.call iot/history  1.4 s  41.2 kB  ERROR timeout`,
  );
});

Deno.test("drawTree() colours only when told to", () => {
  assert(
    drawTree(spans(RUN), { color: true }).includes(
      "\x1b[31mERROR timeout\x1b[39m",
    ),
  );
  assert(!drawTree(spans(RUN)).includes("\x1b"));
});

Deno.test("drawTree() draws orphans and loops, each span once", () => {
  const drawn = drawTree(spans([
    { id: "o", parent: "gone", name: "orphan\x1b[2J" },
    { id: "x", parent: "y", name: "x", at: 1 },
    { id: "y", parent: "x", name: "y", at: 2 },
  ]));
  assertEquals(drawn, "orphan\ufffd[2J  10 ms\nx  10 ms\n└─ y  10 ms");
});

Deno.test("drawTree() draws a very deep trace", () => {
  const deep = Array.from({ length: 3000 }, (_, i): SpanInit => ({
    id: `d${i}`,
    ...(i > 0 && { parent: `d${i - 1}` }),
    name: "s",
  }));
  assertEquals(drawTree(spans(deep)).split("\n").length, 3000);
});

/** Spans as they are read: the parent of each by its place. */
const plain = (
  count: number,
  parentOf: (place: number) => number | undefined,
): Span[] =>
  Array.from({ length: count }, (_, place) => {
    const parent = parentOf(place);
    return {
      traceId: "t",
      spanId: `${place}`,
      ...(parent !== undefined && { parentSpanId: `${parent}` }),
      name: `s${place}`,
      kind: 1,
      startMs: place,
      endMs: place + 1,
      attributes: {},
      failed: false,
    };
  });

Deno.test("drawTree() draws 300,000 siblings", () => {
  const spans = plain(300_000, (place) => place === 0 ? undefined : 0);
  const lines = drawTree(spans).split("\n");
  assertEquals(lines.length, 300_000);
  assertEquals(lines.slice(0, 2), ["s0  1 ms", "├─ s1  1 ms"]);
  assertEquals(lines.at(-1), "└─ s299999  1 ms");
});

Deno.test("drawTree() draws 100,000 levels, the deepest with their number", () => {
  const spans = plain(100_000, (place) => place === 0 ? undefined : place - 1);
  const lines = drawTree(spans).split("\n");
  const indent = "   ".repeat(39);
  assertEquals(lines[40], `${indent}└─ s40  1 ms`);
  assertEquals(lines[41], `${indent}   └─ (41) s41  1 ms`);
  assertEquals(lines.at(-1), `${indent}   └─ (99999) s99999  1 ms`);
});

Deno.test("drawTree() shows no 0 for tokens that are not known", () => {
  const usage = (prefix: string, input?: number, output?: number) => ({
    ...(input !== undefined && { [`${prefix}.usage.input_tokens`]: input }),
    ...(output !== undefined && { [`${prefix}.usage.output_tokens`]: output }),
  });
  const drawn = drawTree(spans([
    { id: "r", name: "agent.run", attributes: usage("agent", 0, 0) },
    { id: "a", parent: "r", name: "none", at: 1, attributes: {} },
    {
      id: "b",
      parent: "r",
      name: "zeros",
      at: 2,
      attributes: {
        ...usage("gen_ai", 0, 0),
        "turn.prompt.delta_tokens": -900,
      },
    },
    {
      id: "c",
      parent: "r",
      name: "reply",
      at: 3,
      attributes: usage("gen_ai", undefined, 7),
    },
  ]));
  assertEquals(
    drawn,
    `agent.run  10 ms
├─ none  10 ms
├─ zeros  10 ms
└─ reply  10 ms  ? → 7 tokens`,
  );
});

Deno.test("drawTree() goes on below where a line has no room, between words", () => {
  assertEquals(
    drawTree(spans(RUN), { columns: 44 }),
    `agent.run plan_execute  9.0 s
├─ agent.turn 1  500 ms  900 → 7 tokens
│  └─ chat demo  10 ms  900 → 7 tokens
│     └─ POST  10 ms
└─ agent.turn 2 execute  500 ms
   │    15,214 → 7 tokens
   │    +13,980 (iot/history 41.2 kB)
   ├─ chat demo  10 ms  15,214 → 7 tokens
   └─ tool.call iot/history  1.4 s  41.2 kB
           ERROR timeout`,
  );
});

/** A tree as deep as an agent's agent's, with names that are hard to measure. */
const HARD: SpanInit[] = [
  "agent.run",
  "agent.turn",
  "tool.call",
  "agent.invoke",
  "agent.turn",
  "tool.call",
].map((name, i) => ({
  id: `h${i}`,
  ...(i > 0 && { parent: `h${i - 1}` }),
  name,
  at: i,
  failed: i === 5,
  attributes: {
    "agent.runner": "模型模型 👩‍👩‍👧 agent",
    "gen_ai.agent.name": "cafe\u0301 analyst of the plant",
    "tool.server": "workorders-of-the-plant",
    "tool.name":
      "名前の長い_tool_👩‍👩‍👧_with_a_name_that_is_far_too_long_for_a_line",
    "error.type": "timeout",
    "gen_ai.usage.input_tokens": 25_000,
    "turn.prompt.delta_tokens": 24_000,
    "turn.prompt.grew_by": "iot-server/history of the chiller 模型模型模型",
    "turn.prompt.grew_by_bytes": 35_700,
  },
}));

Deno.test("drawTree() fits the width, and cuts nothing of what is not too long a word", () => {
  const whole = drawTree(spans(HARD));
  assert(displayWidth(whole.split("\n").at(-1) ?? "") > 140);
  for (const columns of [20, 40, 60, 80, 100, 140]) {
    const drawn = drawTree(spans(HARD), { columns });
    for (const line of drawn.split("\n")) {
      assert(displayWidth(line) <= columns, `${columns}: ${line}`);
    }
    const words = drawn.replaceAll(/[│├└─\s]+/g, " ");
    const shown = columns < 60 ? ["ERROR"] : [
      "ERROR timeout",
      "+24,000 (iot-server/history of the chiller 模型模型模型 35.7 kB)",
    ];
    for (const one of shown) assertStringIncludes(words, one, `${columns}`);
  }
});

Deno.test("drawTree() moves no further to the right than leaves room for a line", () => {
  const deep = plain(3000, (place) => place === 0 ? undefined : place - 1);
  for (const columns of [40, 60, 80]) {
    const lines = drawTree(deep, { columns }).split("\n");
    assertEquals(lines.length, 3000);
    for (const line of lines) assert(displayWidth(line) <= columns, line);
    assert(lines.at(-1)?.endsWith("└─ (2999) s2999  1 ms"), lines.at(-1));
  }
});

Deno.test("drawTree() colours a growth by how much it matters", () => {
  const run = [
    ...turn("r", 1, 153),
    ...turn("r", 2, 308, { "turn.prompt.delta_tokens": 155 }),
    ...turn("r", 3, 24_785, {
      ...GROWN,
      "turn.prompt.delta_tokens": 23_697,
    }),
    ...turn("r", 4, 25_106, { "turn.prompt.delta_tokens": 321 }),
    ...turn("r", 5, 544, { "turn.prompt.delta_tokens": -24_562 }),
    root("r"),
  ];
  const drawn = drawTree(spans(run), { color: true });
  assertStringIncludes(
    drawn,
    "  \x1b[33m+23,697 (iot/history 41.2 kB)\x1b[39m",
  );
  for (const small of ["+155", "+321", "-24,562"]) {
    assertStringIncludes(drawn, `tokens  ${small}\n`);
  }
});
