import { runScope } from "./_check_options.ts";
import { RUN } from "./_option_rules.ts";
import type { RunOptions } from "./options.ts";
import { startRun } from "./start_run.ts";
import type { AgentRun } from "./types.ts";

/**
 * Runs `fn` as one run of an agent: one `agent.run` span, and one trajectory.
 *
 * With tracing off the trajectory is recorded all the same, and the spans are
 * no-ops. What `fn` returns is passed through unchanged, and so is what it
 * throws. When `options.signal` aborts, every open span is ended as `cancelled`
 * at once; `fn` goes on until it looks at the signal itself.
 *
 * @example Your own agent loop
 * ```ts
 * import { traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * // In place of a request to a model, sent with fetch().
 * const ask = () =>
 *   Promise.resolve({
 *     choices: [{
 *       message: {
 *         tool_calls: [{
 *           id: "call_1",
 *           function: { name: "add", arguments: '{"a":1,"b":2}' },
 *         }],
 *       },
 *     }],
 *     usage: { prompt_tokens: 12, completion_tokens: 3 },
 *   });
 *
 * await traceRun({ runner: "my_agent", model: "gpt-5" }, async (run) => {
 *   await run.turn(async (turn) => {
 *     const reply = await turn.chat(async (chat) => chat.reply(await ask()));
 *     for (const call of reply.choices[0]!.message.tool_calls) {
 *       const { id: callId, function: { name, arguments: input } } = call;
 *       await turn.tool({ name, callId, input }, (tool) => tool.result("3"));
 *     }
 *   });
 *   assertEquals(run.trajectory.turns[0]?.toolCalls[0]?.output, "3");
 *   assertEquals(run.usage, { inputTokens: 12, outputTokens: 3 });
 * });
 * ```
 *
 * @typeParam R The type that `fn` resolves to.
 * @param options What the run is.
 * @param fn The agent's work.
 * @returns What `fn` returns.
 * @throws {TypeError} If an option is missing or of the wrong type, or if a
 * limit of the budget cannot be used.
 * @throws Whatever `fn` throws, once it has been recorded.
 */
export function traceRun<R>(
  options: RunOptions,
  fn: (run: AgentRun) => R | Promise<R>,
): Promise<R> {
  return runScope(RUN.of, [options, fn], startRun);
}
