import type { Context, Span } from "@opentelemetry/api";
import metadata from "../../deno.json" with { type: "json" };
import { capturesContent } from "../../tracing/privacy/content.ts";
import { redact } from "../../tracing/privacy/redact.ts";
import { ambientContext } from "../../tracing/base/ambient_context.ts";
import { SpanKind, SpanStatusCode, trace } from "../../tracing/base/api.ts";
import { withContext } from "../../tracing/base/registry.ts";
import { w3cContext } from "../../tracing/base/w3c_context.ts";
import { getTracer } from "../../tracing/tracer.ts";
import { fieldsOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";

/** Characters of an error's text that a span may hold. */
const MAX_ERROR_LENGTH = 1024;

/** Options for {@linkcode continueTrace}. */
export interface ContinueTraceOptions {
  /**
   * The method that is handled, with which the span's name begins.
   *
   * @default {"tools/call"}
   */
  readonly method?: string;
  /** Attributes set when the span starts. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Runs an MCP server's handler inside a span that continues the caller's
 * trace, read from `params._meta` (`traceparent`, `tracestate`, `baggage`).
 *
 * The span is a SERVER span named `tools/call <tool>`, by OpenTelemetry's
 * conventions for MCP, of whatever provider the server has registered. Without
 * one it costs next to nothing. What `fn` returns is passed through unchanged,
 * and so is what it throws; a result with `isError: true` marks the span as
 * failed.
 *
 * For a handler of one tool, {@linkcode tracedTool} is shorter.
 *
 * @example Usage
 * ```ts
 * import { continueTrace } from "@turnspan/turnspan/mcp";
 * import { assertEquals } from "@std/assert";
 *
 * const request = {
 *   _meta: {
 *     traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
 *   },
 * };
 * const result = await continueTrace(request._meta, "add", () => ({
 *   content: [{ type: "text", text: "3" }],
 * }));
 * assertEquals(result.content[0]?.text, "3");
 * ```
 *
 * @typeParam R The type that `fn` resolves to.
 * @param meta The request's `_meta`; anything else starts a trace of its own.
 * @param target What is called: the tool's name.
 * @param fn The handler.
 * @param options Additional options.
 * @returns What `fn` returns.
 * @throws Whatever `fn` throws, once it has been recorded.
 */
export async function continueTrace<R>(
  meta: unknown,
  target: string,
  fn: () => R | Promise<R>,
  options: ContinueTraceOptions = {},
): Promise<R> {
  const caller = guarded(() => callerContext(meta)) ??
    ambientContext();
  const span = guarded(() => startSpan(target, caller, options));
  if (span === undefined) return await fn();
  try {
    const result = await withContext(trace.setSpan(caller, span), fn);
    guarded(() => {
      if (fieldsOf(result).isError === true) fail(span, "tool_error");
    });
    return result;
  } catch (error) {
    guarded(() => recordThrown(span, error));
    throw error;
  } finally {
    span.end();
  }
}

function startSpan(
  target: string,
  caller: Context,
  { method = "tools/call", attributes = {} }: ContinueTraceOptions,
): Span {
  return getTracer(metadata.name, metadata.version).startSpan(
    `${method} ${target}`,
    {
      kind: SpanKind.SERVER,
      attributes: { ...startAttributes(method, target), ...attributes },
    },
    caller,
  );
}

function recordThrown(span: Span, error: unknown): void {
  const type = error instanceof Error ? error.name : typeof error;
  span.addEvent("exception", {
    "exception.type": type,
    // A tool's error quotes what it was asked: content, like its result.
    "exception.message": capturesContent()
      ? redact(String(error), MAX_ERROR_LENGTH)
      : type,
  });
  fail(span, type);
}

function startAttributes(
  method: string,
  target: string,
): Record<string, string> {
  return {
    "mcp.method.name": method,
    ...(method === "tools/call"
      ? { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": target }
      : {}),
  };
}

function fail(span: Span, type: string): void {
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
}

/**
 * The context that a request's `_meta` names, on top of the active one; the
 * active one itself where it names none.
 *
 * `_meta` is in the W3C's form whatever propagators the server has, and a
 * server that registered a provider alone has none.
 */
function callerContext(meta: unknown): Context {
  const active = ambientContext();
  const texts = Object.entries(fieldsOf(meta)).filter((
    entry,
  ): entry is [string, string] => typeof entry[1] === "string");
  const caller = w3cContext(Object.fromEntries(texts), active);
  // Baggage alone names no caller.
  return trace.getSpan(caller) === trace.getSpan(active) ? active : caller;
}
