import { ambientContext } from "./base/ambient_context.ts";
import { ROOT_CONTEXT } from "./base/api.ts";
import { env } from "./base/env.ts";
import type { Context } from "./base/otel.ts";
import { injectContext } from "./base/registry.ts";
import { state } from "./base/state.ts";
import { w3cContext } from "./base/w3c_context.ts";

/**
 * Reads the context that this process was started in: `TRACEPARENT`, with
 * `TRACESTATE` and `BAGGAGE`. A program that was started inside somebody's
 * trace joins it by giving this as the parent of its run.
 *
 * It needs no propagator, so it works before `initTracing` too.
 *
 * @example A run inside the trace of whoever started the program
 * ```ts
 * import { environmentContext, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * const answer = await traceRun(
 *   { runner: "mine", model: "gpt-5", parent: environmentContext() },
 *   () => "42",
 * );
 * assertEquals(answer, "42");
 * ```
 *
 * @returns The context; an empty one where the variables are not set or cannot
 * be read.
 */
export function environmentContext(): Context {
  return w3cContext({
    traceparent: env("TRACEPARENT"),
    tracestate: env("TRACESTATE"),
    baggage: env("BAGGAGE"),
  }, ROOT_CONTEXT);
}

/**
 * Reads the context that a request to this program carries: `traceparent`,
 * `tracestate` and `baggage`. A server that starts a run for each request joins
 * its caller's trace by giving this as the parent of the run.
 *
 * It needs no propagator, so it works before `initTracing` too. The headers
 * also say whether the trace is sampled; do not use them for callers that you
 * do not trust.
 *
 * @example A server whose every request is one run
 * ```ts
 * import { requestContext, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * const answer = (question: string) => `You asked: ${question}`;
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   (request) =>
 *     traceRun(
 *       { runner: "mine", model: "gpt-5", parent: requestContext(request) },
 *       async () => new Response(answer(await request.text())),
 *     ),
 * );
 *
 * const url = `http://127.0.0.1:${server.addr.port}`;
 * const reply = await fetch(url, { method: "POST", body: "Why?" });
 * assertEquals(await reply.text(), "You asked: Why?");
 * ```
 *
 * @param request The request, or anything else with `headers`.
 * @returns The context; an empty one where the headers are not there or cannot
 * be read.
 */
export function requestContext(request: Pick<Request, "headers">): Context {
  const field = (name: string) => request.headers.get(name) ?? undefined;
  return w3cContext({
    traceparent: field("traceparent"),
    tracestate: field("tracestate"),
    baggage: field("baggage"),
  }, ROOT_CONTEXT);
}

/**
 * Writes a context into headers: `traceparent`, `tracestate` and `baggage`,
 * through the propagator that is registered.
 *
 * @example The headers of a message that no `fetch` sends
 * ```ts
 * import { traceHeaders } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * // Tracing is off: there is nothing to tell.
 * assertEquals(traceHeaders(), {});
 * ```
 *
 * @param context The context: the active one, unless given.
 * @returns The headers: none outside of a trace, or with tracing off.
 */
export function traceHeaders(context?: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  if (!state.disabled) {
    injectContext(context ?? ambientContext(), headers);
  }
  return headers;
}
