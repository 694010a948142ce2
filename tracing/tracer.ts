import metadata from "../deno.json" with { type: "json" };
import { inAmbientContext } from "./base/ambient_context.ts";
import type { Tracer } from "./base/otel.ts";
import { state } from "./base/state.ts";
import { currentTracer } from "./base/tracers.ts";

/**
 * Gets a tracer for your own spans.
 *
 * A span that it makes inside a run, a turn or a tool call is a child of it.
 * Call this after `initTracing`: before, or with tracing off, what it returns
 * does nothing.
 *
 * @example A span inside a run
 * ```ts
 * import { getTracer, traceRun } from "@turnspan/turnspan";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = await traceRun({ runner: "mine", model: "gpt-5" }, () =>
 *   getTracer().startActiveSpan("load", (span) => {
 *     span.end();
 *     return 3;
 *   }));
 * assertEquals(rows, 3);
 * ```
 *
 * @param name The scope's name: the service's, unless given.
 * @param version The scope's version.
 * @returns The tracer.
 */
export function getTracer(name?: string, version?: string): Tracer {
  const tracer = currentTracer(
    name ?? state.serviceName ?? metadata.name,
    version,
  );
  // A tracer reads the parent from the active context.
  return {
    startSpan: (...args) => inAmbientContext(() => tracer.startSpan(...args)),
    startActiveSpan:
      ((...args: Parameters<Tracer["startActiveSpan"]>) =>
        inAmbientContext(() => tracer.startActiveSpan(...args))) as Tracer[
          "startActiveSpan"
        ],
  };
}
