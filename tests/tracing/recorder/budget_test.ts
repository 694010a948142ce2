import {
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { SpanRecorder } from "../../../testing/mod.ts";
import { TokenBudgetError } from "../../../tracing/recorder/token_budget_error.ts";
import { budgeted, budgetErrorOf, sends } from "./_budgeted.ts";
import {
  assertWhole,
  chat,
  failed,
  gate,
  run,
  tool,
  turn,
} from "./_run_setup.ts";

/** A turn with one call of some input, which came to its end. */
function sent(index: number, tokens: number, delta?: number) {
  return turn(index, {
    ...usage(tokens),
    "turn.prompt.size_bucket": "<1k",
    ...(delta !== undefined && { "turn.prompt.delta_tokens": delta }),
  }, [chat(usage(tokens))]);
}

function usage(tokens: number) {
  return { "gen_ai.usage.input_tokens": tokens };
}

/** What a run says that sent so much in so many turns. */
function totals(turns: number, tokens: number, most: number, at = 1) {
  return {
    "agent.turns": turns,
    "agent.usage.input_tokens": tokens,
    "agent.prompt.max_tokens": most,
    "agent.prompt.max_turn": at,
    "agent.prompt.max_agent": "mine",
  };
}

const NEVER = "The program went on past its budget";

Deno.test("traceRun() stops a loop of chats once their input is past the budget", async () => {
  using recorder = new SpanRecorder();
  const result = await budgeted({ inputTokens: 500 }, async (agentRun) => {
    for (const tokens of [200, 250, 300]) await sends(agentRun, tokens);
    await sends(agentRun, 1);
    throw new Error(NEVER);
  });

  const { limit, allowed, tokens, calls, sources } = budgetErrorOf(result);
  assertEquals({ limit, allowed, tokens, calls, sources }, {
    limit: "inputTokens",
    allowed: 500,
    tokens: 750,
    calls: 3,
    sources: [{ source: "unknown", tokens: 750 }],
  });
  assertEquals(result.agentRun.error, {
    type: "token_budget",
    message:
      "Cannot go on past 500 input tokens: 750 were sent in 3 calls; raise budget.inputTokens",
  });
  assertWhole(
    recorder,
    failed(
      run(totals(3, 750, 300, 3), [
        sent(1, 200),
        sent(2, 250, 50),
        sent(3, 300, 50),
      ]),
      "token_budget",
    ),
  );
});

Deno.test("traceRun() cancels what is open where a chat is refused, a turn included", async () => {
  using recorder = new SpanRecorder();
  const result = await budgeted({ inputTokens: 100 }, async (agentRun) => {
    await agentRun.turn((first) => sends(first, 101));
    await agentRun.turn(async (next) => {
      next.startTool({ name: "open" });
      await sends(next, 1);
    });
  });

  budgetErrorOf(result);
  assertWhole(
    recorder,
    failed(
      run({ ...totals(2, 101, 101), "agent.tool_calls": 1 }, [
        sent(1, 101),
        failed(
          turn(2, { "turn.tool_calls": 1 }, [
            failed(tool("open"), "cancelled"),
          ]),
          "cancelled",
        ),
      ]),
      "token_budget",
    ),
  );
});

Deno.test("startChat() ends the turn before, and refuses the next one", async () => {
  using recorder = new SpanRecorder();
  const result = await budgeted({ inputTokens: 100 }, (agentRun) => {
    const first = agentRun.startChat();
    first.response({ usage: { inputTokens: 101 } });
    // Neither is ended by the program: what the next call would begin ends them.
    agentRun.currentTurn?.startTool({ name: "add" }).result("3");
    agentRun.startChat();
  });

  const { sources } = budgetErrorOf(result);
  assertEquals(sources, [{ source: "unknown", tokens: 101 }]);
  assertWhole(
    recorder,
    failed(
      run({ ...totals(1, 101, 101), "agent.tool_calls": 1 }, [
        turn(1, {
          ...usage(101),
          "turn.prompt.size_bucket": "<1k",
          "turn.tool_calls": 1,
        }, [chat(usage(101)), tool("add", { "tool.result.size": 1 })]),
      ]),
      "token_budget",
    ),
  );
});

for (const traced of [true, false]) {
  const when = traced ? "tracing is on" : "tracing is off";
  Deno.test(`traceRun() aborts its signal with the same error, every time, when ${when}`, async () => {
    using _recorder = traced ? new SpanRecorder() : undefined;
    let signal: AbortSignal | undefined;
    const result = await budgeted({ inputTokens: 100 }, async (agentRun) => {
      ({ signal } = agentRun);
      await sends(agentRun, 101);
      // Only what would be next stops the run.
      assertEquals(signal?.aborted, false);
      const error = await assertRejects(() => sends(agentRun, 1));
      assertStrictEquals(signal?.reason, error);
      assertStrictEquals(await assertRejects(() => sends(agentRun, 1)), error);
      assertStrictEquals(assertThrows(() => agentRun.startChat()), error);
      throw error;
    });
    assertStrictEquals(signal?.reason, budgetErrorOf(result));
    assertEquals(result.agentRun.error?.type, "token_budget");
    assertEquals(result.agentRun.usage, { inputTokens: 101 });
    assertEquals(result.agentRun.trajectory.turns.length, 1);
    assertEquals(result.agentRun.promptSources, [
      { source: "unknown", tokens: 101 },
    ]);
  });
}

Deno.test("traceRun() lets a run end well that asks no further, and says one line", async () => {
  using recorder = new SpanRecorder();
  const { thrown, lines, agentRun } = await budgeted(
    { inputTokens: 100 },
    (agentRun) => sends(agentRun, 101),
  );
  assertEquals(thrown, undefined);
  assertEquals(agentRun.error, undefined);
  assertEquals(lines, [
    "turnspan: The run has used 101 input tokens of at most 100; past that it asks no model any more",
  ]);
  assertWhole(recorder, run(totals(1, 101, 101), [sent(1, 101)]));
});

Deno.test("traceRun() counts a streamed reply as soon as it says its input", async () => {
  const more = gate();
  async function* stream() {
    yield {
      type: "message_start",
      message: { usage: { input_tokens: 101, output_tokens: 1 } },
    };
    await more.promise;
    yield { type: "message_stop" };
  }
  using recorder = new SpanRecorder();
  const result = await budgeted(
    { inputTokens: 100 },
    (agentRun) =>
      agentRun.turn(async (turn) => {
        const asking = turn.startChat();
        const events = asking.reply(stream());
        await events.next();
        const error = await assertRejects(
          () => turn.chat(() => Promise.reject(new Error(NEVER))),
          TokenBudgetError,
        );
        // The reply itself goes on.
        more.resolve();
        for await (const _ of events);
        throw error;
      }),
  );

  assertEquals(budgetErrorOf(result).calls, 1);
  // Of a cut reply the output is not known.
  const said = usage(101);
  assertWhole(
    recorder,
    failed(
      run(totals(1, 101, 101), [
        failed(
          turn(1, { ...said, "turn.prompt.size_bucket": "<1k" }, [
            failed(chat(said), "cancelled"),
          ]),
          "cancelled",
        ),
      ]),
      "token_budget",
    ),
  );
});

Deno.test("traceRun() lets agents side by side finish what is under way, and begin no more", async () => {
  const answered = gate();
  const asked: string[] = [];
  const result = await budgeted(
    { inputTokens: 100 },
    (agentRun) =>
      agentRun.turn(async (turn) => {
        const task = (name: string, first: Promise<void>, tokens: number) =>
          turn.tool(
            { name },
            (call) =>
              call.agent({ name }, async (agent) => {
                await agent.chat(async (chat) => {
                  asked.push(name);
                  await first;
                  chat.response({ usage: { inputTokens: tokens } });
                });
                answered.resolve();
                await agent.chat(() => void asked.push(`${name} again`));
              }),
          );
        const [slow, fast] = await Promise.all([
          assertRejects(() => task("slow", answered.promise, 1)),
          assertRejects(() => task("fast", Promise.resolve(), 101)),
        ]);
        assertStrictEquals(slow, fast);
        throw fast;
      }),
  );
  budgetErrorOf(result);
  assertEquals(asked, ["slow", "fast"]);
});

Deno.test("traceRun() retries no failed attempt past its budget", async () => {
  const attempts: number[] = [];
  const result = await budgeted({ inputTokens: 100 }, async (agentRun) => {
    const turn = agentRun.startTurn();
    const failing = turn.startChat();
    attempts.push(1);
    failing.attemptFailed(new Error("busy"));
    await turn.chat(
      { model: "other" },
      (chat) => chat.response({ usage: { inputTokens: 101 } }),
    );
    await turn.chat(() => void attempts.push(2));
  });
  budgetErrorOf(result);
  assertEquals(attempts, [1]);
});
