import { assertEquals, AssertionError, assertThrows } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import {
  assertPromptBudget,
  type PromptBudget,
  SpanRecorder,
} from "../../testing/mod.ts";
import { having } from "./_altered.ts";
import { loop, loopSpans } from "./_loop.ts";

const TURNS = [
  { input: 100, result: "3" },
  { input: 180, result: "hello ".repeat(30) },
  { input: 400 },
];

Deno.test("assertPromptBudget() takes prompts that are at their limits", async () => {
  const spans = await loopSpans(TURNS);

  assertPromptBudget(spans, {
    maxTokens: 400,
    maxGrowth: 220,
    maxBySource: { "local/add": 294, "tools:iot": 0 },
    maxTotal: 680,
    maxTotalBySource: { "local/add": 371 },
  });
});

Deno.test("assertPromptBudget() names each turn, by how much, what is new and what it is made of", async () => {
  using recorder = new SpanRecorder();
  await loop(TURNS);

  const { message } = assertThrows(
    () =>
      assertPromptBudget(recorder, {
        maxTokens: 150,
        maxGrowth: 200,
        maxBySource: { "local/add": 100 },
        maxTotal: 600,
        maxTotalBySource: { "local/add": 370, user: 1000 },
      }),
    AssertionError,
  );

  assertEquals(
    message,
    `Prompts are over their budget:
turn 2 of mine: 180 input tokens, 80 more than the turn before
  maxTokens is 150, and it has 180: 30 over
  new in it, most of all: assistant, 3 tokens
  made of: user 100 (56 %), local/add 77 (43 %), assistant 3 (2 %)
turn 3 of mine: 400 input tokens, 220 more than the turn before
  maxTokens is 150, and it has 400: 250 over
  maxGrowth is 200, and it has 220: 20 over
  maxBySource["local/add"] is 100, and it has 294: 194 over
  new in it, most of all: local/add, 217 tokens
  made of: local/add 294 (74 %), user 100 (25 %), assistant 6 (2 %)
run of mine: 680 input tokens
  maxTotal is 600, and it has 680: 80 over
  maxTotalBySource["local/add"] is 370, and it has 371: 1 over
  made of: local/add 371 (55 %), user 300 (44 %), assistant 9 (1 %)`,
  );
});

Deno.test("assertPromptBudget() holds a source against one prompt, or against the run", async () => {
  const spans = await loopSpans(TURNS);
  // 100 in each of three prompts.
  assertPromptBudget(spans, { maxBySource: { user: 100 } });
  assertPromptBudget(spans, { maxTotalBySource: { user: 300 } });

  for (
    const budget of [
      { maxBySource: { user: 99 } },
      { maxTotalBySource: { user: 299 } },
    ]
  ) {
    assertThrows(
      () => assertPromptBudget(spans, budget),
      AssertionError,
      '["user"]',
    );
  }
});

Deno.test("assertPromptBudget() says which run and which agent inside it was", async () => {
  using recorder = new SpanRecorder();
  const ask = { usage: { inputTokens: 9000 } };
  for (const runId of ["a", "b"]) {
    await traceRun(
      { runner: "mine", model: "gpt-5", runId },
      (run) =>
        run.turn((turn) =>
          turn.tool(
            { name: "task" },
            (call) =>
              call.agent(
                { name: "analyst" },
                (agent) => agent.chat((chat) => chat.response(ask)),
              ),
          )
        ),
    );
  }

  const { message } = assertThrows(
    () => assertPromptBudget(recorder, { maxTokens: 8000 }),
    AssertionError,
  );

  assertEquals(
    message,
    `Prompts are over their budget:
turn 1 of analyst in mine, run a: 9,000 input tokens
  maxTokens is 8,000, and it has 9,000: 1,000 over
turn 1 of analyst in mine, run b: 9,000 input tokens
  maxTokens is 8,000, and it has 9,000: 1,000 over`,
  );
});

Deno.test("assertPromptBudget() fails where the spans do not say", async () => {
  const silent = await loopSpans([{}, {}]);
  const spans = await loopSpans([{ input: 12 }]);
  const noLedger = spans.map((span) =>
    having(span, {
      "turn.prompt.sources": undefined,
      "agent.prompt.sources": undefined,
    })
  );
  for (
    const [given, budget, why] of [
      [[], { maxTokens: 1 }, '"maxTokens": no agent.turn is among the spans'],
      [[], { maxGrowth: 1 }, '"maxGrowth": no agent.turn is among'],
      [[], { maxTotal: 1 }, '"maxTotal": no agent.run is among'],
      [silent, { maxTokens: 1 }, "says how many input tokens it had"],
      [
        noLedger,
        { maxBySource: { user: 99 } },
        '"maxBySource["user"]": no agent.turn among the spans has a ledger',
      ],
      [noLedger, { maxTotalBySource: { user: 99 } }, "no agent.run among"],
    ] as const
  ) {
    assertThrows(
      () => assertPromptBudget(given, budget),
      AssertionError,
      why,
    );
  }
  assertPromptBudget(spans, { maxGrowth: 0 });
});

Deno.test("assertPromptBudget() counts a turn's further calls as unknown", async () => {
  const spans = await loopSpans([{ input: 100 }]);
  const given = spans.map((span) =>
    span.name === "agent.turn"
      ? having(span, { "gen_ai.usage.input_tokens": 400 })
      : span
  );
  assertThrows(
    () => assertPromptBudget(given, { maxTokens: 1 }),
    AssertionError,
    "made of: user 100 (25 %), unknown 300 (75 %)",
  );
});

Deno.test("assertPromptBudget() lists ten turns, and five sources of each", async () => {
  const spans = await loopSpans(
    Array.from({ length: 12 }, () => ({ input: 70 })),
  );
  const given = spans.map((span) =>
    span.name === "agent.turn"
      ? having(span, {
        "turn.prompt.sources": ["a", "b", "c", "d", "e", "f", "g"],
        "turn.prompt.source_tokens": Array.from({ length: 7 }, () => 10),
      })
      : span
  );

  const { message } = assertThrows(
    () => assertPromptBudget(given, { maxTokens: 69 }),
    AssertionError,
    "e 10 (14 %), 2 more\n",
  );

  assertEquals(message.match(/^turn /gm)?.length, 10);
  assertEquals(message.endsWith("\n… and 2 more"), true);
});

Deno.test("assertPromptBudget() names the option that is no limit", () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [undefined, "it is undefined and no object"],
    [null, "it is null and no object"],
    [14, "it is 14 and no object"],
    [{}, "it has no limit; give one of maxTokens, maxGrowth, maxTotal"],
    [{ maxTokens: undefined }, "it has no limit"],
    [{ maxToken: 1 }, 'there is no limit "maxToken"'],
    [{ maxTokens: "14k" }, 'the limit "maxTokens": it is "14k"'],
    [{ maxTokens: NaN }, 'the limit "maxTokens": it is NaN'],
    [{ maxTokens: null }, 'the limit "maxTokens": it is null'],
    [{ maxGrowth: -1 }, 'the limit "maxGrowth": it is -1'],
    [{ maxTotal: Infinity }, 'the limit "maxTotal": it is Infinity'],
    [{ maxBySource: 5000 }, 'the limit "maxBySource": it is 5000'],
    [{ maxBySource: ["user"] }, 'the limit "maxBySource"'],
    [
      { maxBySource: { "iot/history": "5k" } },
      'the limit "maxBySource["iot/history"]": it is "5k"',
    ],
    [{ maxTotalBySource: { user: -1 } }, 'maxTotalBySource["user"]'],
  ];
  for (const [budget, message] of wrong) {
    assertThrows(
      () => assertPromptBudget([], budget as PromptBudget),
      TypeError,
      message,
    );
  }
});
