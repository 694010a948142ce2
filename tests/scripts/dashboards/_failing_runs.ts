import type { LoopRun, LoopTurn } from "./_run_loop.ts";

const SEARCH = { name: "search", server: "web", result: "nothing" };

/** 26 turns: 12 calls of one tool, 10 and 3 of two others. */
const CIRCLE: readonly LoopTurn[] = [
  ...Array.from({ length: 25 }, (_, place) => ({
    input: 200 + 20 * place,
    calls: [
      place % 2 === 1
        ? SEARCH
        : { name: place < 20 ? "open" : "close", server: "web" },
    ],
  })),
  { input: 700 },
];

/** Runs that fail each in its way. */
export const FAILING_RUNS: readonly LoopRun[] = [
  {
    runId: "failing-tools",
    turns: [
      {
        input: 300,
        calls: [
          { name: "read", server: "files", error: "no such file" },
          { name: "parse", thrown: new TypeError("no JSON") },
        ],
      },
      {
        input: 400,
        calls: [{ name: "read", server: "files", error: "no such folder" }],
      },
      { input: 500 },
    ],
  },
  { runId: "gives-up", turns: [{ input: 150 }, { failures: 3 }] },
  {
    runId: "tries-again",
    conversationId: "talk",
    turns: [{ failures: 1, input: 250 }],
  },
  {
    runId: "token-budget",
    budget: { inputTokens: 1_000 },
    turns: [600, 700, 800].map((input) => ({ input, calls: [SEARCH] })),
  },
  { runId: "circle", model: "gpt-5-mini", turns: CIRCLE },
  {
    runId: "broken-cache",
    turns: [
      { input: 20_000, calls: [SEARCH] },
      { input: 21_000, calls: [SEARCH], tools: ["open", "search"] },
      {
        input: 22_000,
        calls: [SEARCH],
        tools: ["open", "search"],
        model: "gpt-5-mini",
      },
      {
        input: 23_000,
        cached: 21_760,
        tools: ["open", "search"],
        model: "gpt-5-mini",
      },
    ],
  },
  {
    runId: "small-prompts",
    runner: "small_loop",
    turns: [{ input: 120, calls: [SEARCH] }, { input: 140, tools: ["open"] }],
  },
  {
    runId: "agents-inside",
    conversationId: "talk",
    turns: [
      {
        input: 1_000,
        calls: [{
          name: "task",
          result: "found it",
          agent: {
            name: "researcher",
            turns: [{ input: 3_000, calls: [SEARCH] }, { input: 3_500 }],
          },
        }],
      },
      { input: 1_100 },
    ],
  },
  {
    runId: "large-prompt",
    turns: [
      {
        input: 900,
        calls: [{
          name: "dump",
          server: "files",
          result: "one row of a table\n".repeat(9_000),
        }],
      },
      { input: 120_000, output: 20 },
    ],
  },
];

/** A run that is cancelled while a tool of it runs. */
export function cancelledRun(): LoopRun {
  const cancels = new AbortController();
  return {
    runId: "cancelled",
    signal: cancels.signal,
    turns: [{ input: 350, calls: [{ name: "wait", cancels }] }],
  };
}
