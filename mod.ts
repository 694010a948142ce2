/**
 * One OpenTelemetry trace per agent run: the run, each turn, each model call
 * with its HTTP attempts, and each tool call.
 *
 * Tracing is opt-in. With no variable set, {@linkcode initTracing} does
 * nothing, and importing this module loads no package.
 *
 * In the order in which a program needs them:
 *
 * - {@linkcode initTracing} at the beginning of the program.
 * - {@linkcode traceRun} around the agent's loop. On the {@linkcode AgentRun} a
 *   `turn` around each inference, and in the {@linkcode Turn} a `chat` and a
 *   `tool` for each call; `chat.reply` and `tool.result` say what came back.
 * - {@linkcode startRun}, and `startTurn`, `startChat` and `startTool`, where a
 *   framework reports the start and the end of something in two places.
 * - {@linkcode currentRun}, {@linkcode currentAgent}, {@linkcode currentTurn}
 *   and {@linkcode currentToolCall}, where no scope is at hand.
 * - The option `budget`, past which a {@linkcode TokenBudgetError} is thrown
 *   instead of the next model request.
 * - {@linkcode tracedFetch} for a client that is handed its `fetch`.
 * - {@linkcode requestContext}, {@linkcode environmentContext} and
 *   {@linkcode traceHeaders} to join a trace, or to pass it on.
 * - {@linkcode cancelOnInterrupt} for Ctrl-C, {@linkcode getTracer} for your
 *   own spans, {@linkcode markContent} for errors that quote a reply.
 *
 * @example Trace your own agent
 * ```ts
 * import { initTracing, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * await using _tracing = await initTracing("my-agent");
 *
 * const answer = await traceRun(
 *   { runner: "my_agent", model: "gpt-5" },
 *   (run) =>
 *     run.turn((turn) =>
 *       turn.tool(
 *         { name: "add", input: { a: 1, b: 2 } },
 *         (call) => call.result("3"),
 *       )
 *     ),
 * );
 * assertEquals(answer, "3");
 * ```
 *
 * @module
 */

import "./tracing/base/needs_deno.ts";

export * from "./tracing/init.ts";
export * from "./tracing/recorder/trace_run.ts";
export * from "./tracing/recorder/start_run.ts";
export * from "./tracing/recorder/token_budget_error.ts";
export type * from "./tracing/recorder/types.ts";
export type * from "./tracing/recorder/options.ts";
export type * from "./tracing/prompt/wire/model_response.ts";
export type * from "./tracing/recorder/trajectory.ts";
export type { SourceTokens } from "./tracing/prompt/sources.ts";
export type { TokensBasis } from "./tracing/prompt/ledger.ts";
export * from "./tracing/recorder/current.ts";
export * from "./tracing/http/fetch.ts";
export * from "./tracing/propagation.ts";
export * from "./tracing/interrupt.ts";
export * from "./tracing/tracer.ts";
export { markContent } from "./tracing/privacy/content.ts";
export type * from "./tracing/base/otel.ts";
