import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { budgeted, budgetErrorOf, sends } from "./_budgeted.ts";

Deno.test("traceRun() says one line a run, at four fifths of its budget", async () => {
  const { thrown, lines } = await budgeted(
    { inputTokens: 100, promptTokens: 50 },
    async (agentRun) => {
      await sends(agentRun, 39);
      await sends(agentRun, 39);
      await sends(agentRun, 2);
      await sends(agentRun, 19);
    },
  );
  assertEquals(thrown, undefined);
  assertEquals(lines, [
    "turnspan: The run has used 80 input tokens of at most 100; past that it asks no model any more",
  ]);
  const below = await budgeted(
    { inputTokens: 100 },
    (agentRun) => sends(agentRun, 79),
  );
  assertEquals(below.lines, []);
});

Deno.test("traceRun() goes on at its budget, and not past it", async () => {
  const result = await budgeted({ inputTokens: 100 }, async (agentRun) => {
    await sends(agentRun, 100);
    await sends(agentRun, 1);
    await sends(agentRun, 1);
  });
  assertEquals(budgetErrorOf(result).tokens, 101);
});

Deno.test("traceRun() stops after a prompt that is larger than its budget has it", async () => {
  const result = await budgeted({ promptTokens: 50 }, async (agentRun) => {
    for (const tokens of [10, 50, 20, 51]) await sends(agentRun, tokens);
    await sends(agentRun, 1);
  });
  const { limit, tokens, calls, message } = budgetErrorOf(result);
  assertEquals([limit, tokens, calls], ["promptTokens", 51, 4]);
  assertEquals(
    message,
    "Cannot go on past a prompt of 50 tokens: the largest had 51; raise budget.promptTokens",
  );
  assertEquals(result.lines, [
    "turnspan: The largest prompt of the run has 50 tokens of at most 50; past that the run asks no model any more",
  ]);
});

Deno.test("traceRun() is cancelled by its caller's signal as before where it has a budget", async () => {
  const controller = new AbortController();
  const reason = new DOMException("Enough", "AbortError");
  const { agentRun, thrown } = await budgeted(
    { inputTokens: 100 },
    (agentRun) => {
      controller.abort(reason);
      assertStrictEquals(agentRun.signal?.reason, reason);
      agentRun.signal?.throwIfAborted();
    },
    { signal: controller.signal },
  );
  assertStrictEquals(thrown, reason);
  assertEquals(agentRun.error, { type: "cancelled", message: "Enough" });
});

Deno.test("traceRun() has its caller's signal, or none, where it has no budget", async () => {
  const { signal } = new AbortController();
  const given = await budgeted(undefined, () => {}, { signal });
  assertStrictEquals(given.agentRun.signal, signal);
  for (const budget of [undefined, {}]) {
    const { agentRun, thrown, lines } = await budgeted(
      budget,
      (agentRun) => sends(agentRun, 1_000_000),
    );
    assertStrictEquals(agentRun.signal, undefined);
    assertEquals([thrown, lines], [undefined, []]);
  }
});

Deno.test("traceRun() says once that a reply reports nothing that it could count", async () => {
  const { lines, thrown } = await budgeted(
    { inputTokens: 100 },
    async (agentRun) => {
      for (let call = 0; call < 2; call++) {
        await agentRun.chat((chat) => chat.response({ text: "x" }));
      }
    },
  );
  assertEquals(thrown, undefined);
  assertEquals(lines, [
    'turnspan: Cannot count "chat gpt-5" for the budget of the run: its reply reports no input tokens; a streamed chat completion does with stream_options.include_usage',
  ]);
});

Deno.test("traceRun() refuses a budget that cannot be used, and names its limit", async () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [5, 'its option "budget" is a number, not an object'],
    ...[0, -1, 1.5, NaN, Infinity].map((value) =>
      [
        { inputTokens: value },
        `its option "budget.inputTokens" is ${value}, not a whole number from 1 on`,
      ] as const
    ),
    [
      { promptTokens: "14k" },
      'its option "budget.promptTokens" is a string, not a whole number from 1 on',
    ],
    [
      { maxTokens: 5 },
      'its option "budget.maxTokens" is not known; a budget has inputTokens and promptTokens',
    ],
  ];
  for (const [budget, says] of cases) {
    const { thrown } = await budgeted(budget as never, () => {});
    assert(thrown instanceof TypeError);
    assertEquals(thrown.message, `Cannot start a run: ${says}`);
  }
});
