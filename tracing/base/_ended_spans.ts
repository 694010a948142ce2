import type { Span } from "@opentelemetry/api";
import { state } from "./state.ts";

/** Those of Deno's spans that have ended, which they themselves do not tell. */
const endedByDeno = new WeakSet<object>();

/**
 * Tells whether a span of this process has ended. `isRecording()` would not:
 * it is `false` of a remote and of an unsampled span too, and `true` of one of
 * Deno's that has ended.
 */
export function hasEnded(span: Span): boolean {
  return (span as { ended?: unknown }).ended === true || endedByDeno.has(span);
}

/** Notes each of Deno's spans, those of `fetch` among them, when it ends. */
function watchDenoSpans(): void {
  const tracer = Deno.telemetry.tracerProvider.getTracer("turnspan");
  // One that never ends is exported nowhere.
  const prototype = Object.getPrototypeOf(tracer.startSpan("", { root: true }));
  const { end } = prototype;
  prototype.end = function (this: object, ...args: unknown[]): unknown {
    endedByDeno.add(this);
    return Reflect.apply(end, this, args);
  };
}

// Here, and not once tracing is on: Deno's spans are there before any code
// runs, and what has ended by then would be unknown.
if (state.denoTelemetry) watchDenoSpans();
