import type { Span } from "@opentelemetry/api";
import { diag } from "./registry.ts";

/**
 * Ends a span. A processor that throws is the program's own, and of no concern
 * to what has ended.
 *
 * @param span The span.
 * @param time When it ended, in milliseconds since the epoch; now unless given.
 */
export function endSpan(span: Span, time?: number): void {
  try {
    span.end(time);
  } catch (error) {
    diag.error("Cannot end a span", error);
  }
}
