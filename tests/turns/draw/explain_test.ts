import { assertEquals } from "@std/assert";
import { explainTurns } from "../../../turns/draw/explain.ts";
import type { TurnRow } from "../../../turns/model/turn_row.ts";

const row = (init: Partial<TurnRow>): TurnRow => ({
  kind: "turn",
  traceId: "t",
  spanId: `${init.turn}`,
  runner: "plan_execute",
  agent: "plan_execute",
  startMs: init.turn ?? 0,
  durationMs: 1,
  ...init,
});
const bytes = { instructions: 10, tools: 8100, messages: 30, results: 0 };

Deno.test("explainTurns() names turn, size, growth and cause", () => {
  const grown = {
    growthTokens: 13_980,
    grewBy: "iot/history",
    grewByBytes: 41_200,
  };
  assertEquals(
    explainTurns([
      row({ turn: 6, promptTokens: 1234 }),
      row({ turn: 7, promptTokens: 15_214, ...grown }),
    ]),
    "Turn 7 of plan_execute sent the largest prompt: 15,214 tokens, 13,980 more than turn 6; iot/history made it grow (41.2 kB).",
  );
});

Deno.test("explainTurns() names the earlier turn that most of the prompt came in", () => {
  const turns = (agentSpanId: string) => [
    row({ turn: 4, promptTokens: 1863, agentSpanId }),
    row({
      turn: 5,
      promptTokens: 25_680,
      growthTokens: 23_817,
      grewBy: "iot/history",
      grewByBytes: 35_700,
      agentSpanId,
    }),
    row({
      turn: 6,
      promptTokens: 26_099,
      growthTokens: 419,
      grewBy: "assistant",
      agentSpanId: "a",
    }),
    // After a summary, say: what came later is not in the largest prompt.
    row({ turn: 7, promptTokens: 1, growthTokens: 30_000, agentSpanId: "a" }),
  ];
  const start =
    "Turn 6 of plan_execute sent the largest prompt: 26,099 tokens, 419 more than turn 5; ";
  assertEquals(
    explainTurns(turns("a")),
    `${start}most of it came in turn 5, by iot/history (35.7 kB).`,
  );
  // The turns of another agent are not this one's.
  assertEquals(
    explainTurns(turns("b")),
    `${start}the model's own replies made it grow.`,
  );
});

Deno.test("explainTurns() says what a first turn is made of", () => {
  assertEquals(
    explainTurns([
      row({ turn: 1, promptTokens: 2000, bytes }),
      row({ turn: 2, promptTokens: 2000 }),
    ]),
    "Turn 1 of plan_execute sent the largest prompt: 2,000 tokens, the first turn; most of it is tool definitions (8.1 kB).",
  );
});

Deno.test("explainTurns() says what is not known", () => {
  const largest = (init: Partial<TurnRow>) =>
    explainTurns([row({ turn: 3, promptTokens: 50, ...init })]);
  const start = "Turn 3 of plan_execute sent the largest prompt: 50 tokens";
  assertEquals(largest({}), `${start}; what made it grow is not known.`);
  assertEquals(
    largest({ growthTokens: 5 }),
    `${start}, 5 more than turn 2; what made it grow is not known.`,
  );
  assertEquals(largest({ growthTokens: 0 }), `${start}, as many as turn 2.`);
  assertEquals(
    largest({ growthTokens: -2, grewBy: "user" }),
    `${start}, 2 fewer than turn 2; most of what was new came from the user's messages.`,
  );
  assertEquals(explainTurns([]), "There is no turn and no model call in it.");
});

Deno.test("explainTurns() falls back on bytes where no usage is known", () => {
  assertEquals(
    explainTurns([row({ turn: 1 })]),
    "No model call reported how many tokens its prompt had.",
  );
  assertEquals(
    explainTurns([row({ turn: 1 }), row({ turn: 2, bytes, grewBy: "tools" })]),
    "No model call reported how many tokens its prompt had; by its bytes the largest was sent by turn 2 of plan_execute (8.1 kB; the tool definitions made it grow).",
  );
});

Deno.test("explainTurns() names an agent inside a run, and calls", () => {
  assertEquals(
    explainTurns([
      row({ turn: 2, promptTokens: 9, growthTokens: 1, agent: "helper" }),
    ]),
    "Turn 2 of helper (in plan_execute) sent the largest prompt: 9 tokens, 1 more than turn 1; what made it grow is not known.",
  );
  assertEquals(
    explainTurns([row({ kind: "chat", promptTokens: 9 })]),
    "A call of plan_execute sent the largest prompt: 9 tokens; what made it grow is not known.",
  );
});

Deno.test("explainTurns() is bold with colours, its cause stressed where it matters", () => {
  const explained = (growthTokens: number) =>
    explainTurns([
      row({ turn: 2, promptTokens: 15_214, growthTokens, grewBy: "iot/x" }),
    ], { color: true });
  const [bold, end] = ["\x1b[1mTurn 2 of plan_execute sent", ".\x1b[22m"];
  assertEquals(
    explained(13_980),
    `${bold} the largest prompt: 15,214 tokens, 13,980 more than turn 1\x1b[33m; iot/x made it grow\x1b[39m${end}`,
  );
  assertEquals(
    explained(155),
    `${bold} the largest prompt: 15,214 tokens, 155 more than turn 1; iot/x made it grow${end}`,
  );
});

Deno.test("explainTurns() breaks between words where there is a width", () => {
  const turns = [row({ turn: 1, promptTokens: 2000, bytes })];
  const options = { color: true, columns: 40 };
  assertEquals(
    explainTurns(turns, { columns: 40 }).split("\n"),
    [
      "Turn 1 of plan_execute sent the largest",
      "prompt: 2,000 tokens, the first turn;",
      ...explainTurns(turns, { columns: 40 }).split("\n").slice(2),
    ],
  );
  assertEquals(
    explainTurns(turns, options).replaceAll("\n", " "),
    explainTurns(turns, { color: true }),
  );
});

const LEDGER = [
  { source: "iot/history", tokens: 800 },
  { source: "tools:iot", tokens: 150 },
  { source: "user", tokens: 50 },
];

Deno.test("explainTurns() says what the prompt is made of, in tokens", () => {
  const grown = { promptTokens: 1000, growthTokens: 790, sources: LEDGER };
  const explained = (init: Partial<TurnRow>) =>
    explainTurns([row({ turn: 3, ...grown, ...init })]);
  const start =
    "Turn 3 of plan_execute sent the largest prompt: 1,000 tokens, 790 more than turn 2; ";
  assertEquals(
    explained({ grewBy: "iot/history", grewByBytes: 9, grewByTokens: 800 }),
    `${start}iot/history made it grow (800 tokens, 80 % of it), then the tool definitions of iot (150 tokens, 15 %).`,
  );
  // Some of the largest source was there before, or it is another source.
  assertEquals(
    explained({ grewBy: "iot/history", grewByTokens: 700 }),
    `${start}iot/history made it grow (700 tokens); most of it is iot/history (800 tokens, 80 %), then the tool definitions of iot (150 tokens, 15 %).`,
  );
  assertEquals(
    explained({
      grewBy: "user",
      grewByTokens: 50,
      sources: [{ source: "reasoning", tokens: 480 }],
    }),
    `${start}the user's messages made it grow (50 tokens); its largest part is the model's reasoning (480 tokens, 48 %).`,
  );
  assertEquals(
    explainTurns([row({ turn: 3, promptTokens: 90, partial: true })]),
    "Turn 3 of plan_execute sent the largest prompt: 90 tokens; what made it grow is not known; the provider held some more of it.",
  );
});

Deno.test("explainTurns() says what the costliest source came to over its run", () => {
  const turns = [
    row({ turn: 1, promptTokens: 200, sources: LEDGER.slice(1) }),
    row({ turn: 2, promptTokens: 1000, sources: LEDGER, growthTokens: 800 }),
    row({ turn: 3, promptTokens: 1000, sources: LEDGER, growthTokens: 0 }),
  ];
  const second = (rows: readonly TurnRow[], options = {}) =>
    explainTurns(rows, options).split("\n")[1];
  const start = "Over its run iot/history came to ";
  assertEquals(
    second(turns),
    `${start}1,600 of 2,200 input tokens (73 %), in 2 of 3 turns.`,
  );
  // Its own words count more, and dollars are an estimate.
  const ledger = [{ source: "iot/history", tokens: 2000 }, {
    source: "unknown",
    tokens: 3000,
  }];
  assertEquals(
    second(turns, { runs: [{ traceId: "t", turns, ledger }] }),
    `${start}2,000 of 5,000 input tokens (40 %), in 2 of 3 turns; whose 3,000 are is not known.`,
  );
  assertEquals(
    second(turns.map((one) => ({ ...one, costUsd: 0.01 }))),
    `${start}1,600 of 2,200 input tokens (73 %), an estimated $0.02 of $0.03, in 2 of 3 turns.`,
  );
  assertEquals(
    second(turns, { color: true }),
    `\x1b[1m${start}\x1b[33m1,600 of 2,200 input tokens (73 %)\x1b[39m, in 2 of 3 turns.\x1b[22m`,
  );
  assertEquals(second(turns.slice(1, 2)), undefined);
});
