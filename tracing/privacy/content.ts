import { env } from "../base/env.ts";
import { cannotUse } from "./warn.ts";

const CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

/** The values that turn content on (OpenTelemetry GenAI conventions). */
const ON = ["true", "span_only", "span_and_event"];

/** Those that leave it out of spans. */
const OFF = ["false", "no_content", "event_only"];

/**
 * Tells whether prompts, replies, arguments and results go on spans:
 * `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` is `true`, `span_only`
 * or `span_and_event`, in any case. Off otherwise.
 *
 * @returns Whether content is captured.
 */
export function capturesContent(): boolean {
  const value = env(CAPTURE);
  return value !== undefined && ON.includes(value.trim().toLowerCase());
}

/** Says so where the variable's value means nothing: content is then off. */
export function checkCapture(): void {
  const value = env(CAPTURE);
  const name = value?.trim().toLowerCase();
  if (value === undefined || [...ON, ...OFF, ""].includes(name ?? "")) return;
  const known = `only ${[...ON, ...OFF].join(", ")} are known`;
  cannotUse(CAPTURE, value, `${known}; content is left out`);
}

const withheld = new WeakSet<object>();

/**
 * Marks an error whose message quotes what a model or a tool said, so that
 * spans hold its type alone unless content is captured. The recorder marks the
 * errors of model calls and tool calls; use this for an error that your own
 * loop throws, such as one that quotes a reply it cannot parse.
 *
 * @example Usage
 * ```ts
 * import { markContent } from "@turnspan/turnspan";
 * import { assertThrows } from "@std/assert";
 *
 * function parsePlan(reply: string): never {
 *   const error = new TypeError(`Cannot run the plan: ${reply}`);
 *   markContent(error);
 *   throw error;
 * }
 *
 * assertThrows(() => parsePlan("1. Ask the oracle"), TypeError, "oracle");
 * ```
 *
 * @param error The error. A value that is not an object is left as it is.
 */
export function markContent(error: unknown): void {
  if (typeof error === "object" && error !== null) withheld.add(error);
}

/**
 * Tells whether an error quotes content: it, or an error that it wraps, was
 * marked, has an HTTP status, is a `SyntaxError`, which quotes the text that
 * it could not parse, or is no error at all, which cannot always be marked.
 *
 * @param chain The error and its causes, outermost first.
 * @returns Whether the message must stay out of spans.
 */
export function quotesContent(chain: readonly unknown[]): boolean {
  return chain.some((error) => {
    try {
      return !(error instanceof Error) || withheld.has(error) ||
        error instanceof SyntaxError || "status" in error ||
        "statusCode" in error;
    } catch {
      // A trap: nothing is known of it.
      return true;
    }
  });
}
