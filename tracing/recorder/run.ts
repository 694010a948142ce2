import { INVALID_SPAN_CONTEXT, trace } from "@opentelemetry/api";
import { capturesContent } from "../privacy/content.ts";
import { providerName } from "./provider_name.ts";
import { RunCore } from "./_run_core.ts";
import { AgentRunScope } from "./_run_scope.ts";
import { registered } from "../base/registry.ts";
import { state } from "../base/state.ts";
import { recorderTracer } from "../base/tracers.ts";
import type { AgentRun, RunOptions } from "./types.ts";

/** Holds nothing and exports nothing. */
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/**
 * Runs `fn` as one run of an agent: one `agent.run` span, and one trajectory.
 *
 * The run is recorded the same with tracing off, when the spans are no-ops.
 * The value of `fn` passes through untouched, and what it throws is thrown on,
 * the same object. When `options.signal` aborts, every open span is ended as
 * `cancelled` at once; `fn` goes on until it looks at the signal itself.
 *
 * @example An agent loop of one's own
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * const answer = await traceRun(
 *   { runner: "my_agent", model: "gpt-5" },
 *   async (run) => {
 *     await run.turn(async (turn) => {
 *       const chat = turn.modelCall();
 *       await chat.run(() => {
 *         // Ask the model here: the request becomes the chat's child.
 *         chat.response({
 *           usage: { inputTokens: 12, outputTokens: 3 },
 *           toolCalls: [{ id: "call_1", name: "add", input: { a: 1, b: 2 } }],
 *         });
 *       });
 *       const call = turn.startTool({ name: "add", callId: "call_1" });
 *       await call.run(() => call.result("3"));
 *     });
 *     assertEquals(run.trajectory.turns[0]?.toolCalls[0]?.output, "3");
 *     return "3";
 *   },
 * );
 * assertEquals(answer, "3");
 * ```
 *
 * @typeParam R The type that `fn` resolves to.
 * @param options What the run is.
 * @param fn The agent's work.
 * @returns What `fn` returns.
 * @throws Whatever `fn` throws, once it has been recorded.
 */
export function traceRun<R>(
  options: RunOptions,
  fn: (run: AgentRun) => R | Promise<R>,
): Promise<R> {
  const off = state.disabled || registered().trace === undefined;
  const run = new AgentRunScope(
    new RunCore({
      tracer: recorderTracer(),
      noSpan: NO_SPAN,
      options,
      provider: options.provider ?? providerName(options.model),
      content: !off && capturesContent(),
      off,
    }),
  );
  return run.run(() => fn(run));
}
