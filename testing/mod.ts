/**
 * Records spans in memory, draws them as a tree, and asserts a whole tree at
 * once: for tests of an agent's trace. {@linkcode assertPromptBudget} and
 * {@linkcode assertLedger} check the size of its prompts and what they are made
 * of, {@linkcode assertContract} checks all that the spans promise.
 *
 * @example A whole trace in one assertion
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { assertSpanTree, SpanRecorder } from "@turnspan/turnspan/testing";
 *
 * using recorder = new SpanRecorder();
 *
 * await traceRun({ runner: "mine", model: "gpt-5" }, (run) =>
 *   run.turn(async (turn) => {
 *     const call = turn.startTool({ name: "add" });
 *     await call.run(() => call.result("3"));
 *   }));
 *
 * assertSpanTree(recorder, {
 *   name: "agent.run",
 *   children: [{
 *     name: "agent.turn",
 *     attributes: { "turn.index": 1 },
 *     children: [{ name: "tool.call", attributes: { "tool.name": "add" } }],
 *   }],
 * });
 * ```
 *
 * @module
 */

import "../tracing/base/needs_deno.ts";

export * from "./assert_contract.ts";
export * from "./assert_ledger.ts";
export * from "./assert_prompt_budget.ts";
export * from "./assert_span_tree.ts";
export * from "./matchers.ts";
export * from "./recorded_span.ts";
export * from "./span_recorder.ts";
export * from "./span_tree.ts";
