import { fieldsOf } from "../shared/fields.ts";
import { guarded } from "../../tracing/base/guarded.ts";
import { continueTrace } from "./continue_trace.ts";

/**
 * Wraps an MCP tool's handler, so that each call is a SERVER span in the
 * caller's trace; see {@linkcode continueTrace}.
 *
 * The handler is one for `registerTool()` of the MCP TypeScript SDK, version 1
 * or 2: `_meta` is read from what the SDK hands to the handler last.
 *
 * @example Usage
 * ```ts
 * import { tracedTool } from "@turnspan/turnspan/mcp";
 * import { McpServer } from "@modelcontextprotocol/server";
 * import { z } from "zod";
 *
 * const server = new McpServer({ name: "calculator", version: "1.0.0" });
 * server.registerTool(
 *   "add",
 *   { inputSchema: z.object({ a: z.number(), b: z.number() }) },
 *   tracedTool("add", ({ a, b }: { a: number; b: number }) => ({
 *     content: [{ type: "text" as const, text: String(a + b) }],
 *   })),
 * );
 * ```
 *
 * @typeParam A The handler's parameters.
 * @typeParam R The type that the handler resolves to.
 * @param name The tool's name.
 * @param handler The handler.
 * @returns The handler, traced.
 */
export function tracedTool<A extends readonly unknown[], R>(
  name: string,
  handler: (...args: A) => R | Promise<R>,
): (...args: A) => Promise<R> {
  return (...args) =>
    continueTrace(
      guarded(() => metaOf(args.at(-1))),
      name,
      () => handler(...args),
    );
}

/** `_meta` as SDK 2 hands it to a handler, or as SDK 1 does. */
function metaOf(last: unknown): unknown {
  const { mcpReq, _meta } = fieldsOf(last);
  return fieldsOf(mcpReq)._meta ?? _meta;
}
