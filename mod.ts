/**
 * One OpenTelemetry trace per agent run: the run, each turn, each model call
 * with its HTTP attempts, and each tool call.
 *
 * Tracing is opt-in. With no variable set, {@linkcode initTracing} does
 * nothing, and importing this module loads `@opentelemetry/api` alone.
 *
 * @example Trace an agent of one's own
 * ```ts
 * import { initTracing, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * await using _tracing = await initTracing("my-agent");
 *
 * const answer = await traceRun(
 *   { runner: "my_agent", model: "gpt-5" },
 *   (run) =>
 *     run.turn(async (turn) => {
 *       const call = turn.startTool({ name: "add", input: { a: 1, b: 2 } });
 *       await call.run(() => call.result("3"));
 *       return "3";
 *     }),
 * );
 * assertEquals(answer, "3");
 * ```
 *
 * @module
 */

import "./tracing/base/needs_deno.ts";

export * from "./tracing/init.ts";
export * from "./tracing/tracer.ts";
export * from "./tracing/recorder/run.ts";
export { markContent } from "./tracing/privacy/content.ts";
export * from "./tracing/recorder/current.ts";
export * from "./tracing/http/fetch.ts";
export * from "./tracing/propagation.ts";
export * from "./tracing/recorder/provider_name.ts";
export * from "./tracing/interrupt.ts";
export type * from "./tracing/recorder/types.ts";
export type * from "./tracing/recorder/trajectory.ts";
export type * from "./tracing/base/otel.ts";
