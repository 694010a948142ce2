import { LATEST_PROTOCOL_VERSION } from "@modelcontextprotocol/client";
import { isJson, type Json } from "../../tracing/base/json.ts";
import { textOf } from "../shared/fields.ts";
import { listedTool } from "./_listed_tool.ts";

/** In the `_meta` of what the SDK is given: what the server said. */
const SAID = "turnspan/said";

/** What the server said, of a result or a tool that the SDK has let through. */
export function said(mended: { readonly _meta?: unknown }): unknown {
  return isJson(mended._meta) ? mended._meta[SAID] : undefined;
}

/**
 * A result that the SDK's schemas take, with the server's own in it.
 *
 * The SDK refuses a whole list for one tool, and a whole result for one part
 * of a kind that it does not know. It compiles schemas of results that nothing
 * here uses, and prints what it thinks of them.
 *
 * @returns The result, or in words why it is none.
 */
export function mendedResult(
  method: string | undefined,
  result: unknown,
): Json | string {
  if (!isJson(result)) return `its result is ${kind(result)}`;
  switch (method) {
    case "initialize":
      return mendedHandshake(result);
    case "tools/list":
      return mendedList(result);
    case "tools/call":
      return mendedCall(result);
    default:
      // Not even the message would be taken.
      return "_meta" in result && !isJson(result._meta)
        ? { ...result, _meta: {} }
        : result;
  }
}

function mendedHandshake(result: Json): Json {
  const { protocolVersion, capabilities, serverInfo, _meta } = result;
  const info = isJson(serverInfo) ? serverInfo : {};
  // One that says nothing may have tools: it is asked.
  const { tools = null } = isJson(capabilities) ? capabilities : { tools: {} };
  return {
    protocolVersion: textOf(protocolVersion) ?? LATEST_PROTOCOL_VERSION,
    capabilities: tools === null || tools === false ? {} : { tools: {} },
    serverInfo: {
      name: textOf(info.name) ?? "",
      version: textOf(info.version) ?? "",
    },
    ...(isJson(_meta) && { _meta }),
  };
}

function mendedList(result: Json): Json | string {
  const { tools, nextCursor, resultType, ttlMs, cacheScope } = result;
  if (!Array.isArray(tools)) return "its tools are no list";
  const modern = resultType !== undefined;
  return {
    resultType: "complete",
    tools: tools.flatMap((tool) => {
      const listed = listedTool(tool);
      if (listed === undefined) return [];
      // Only the newer revision makes something of it: headers.
      const inputSchema = modern ? listed.inputSchema : { type: "object" };
      return [{ name: listed.name, inputSchema, _meta: { [SAID]: tool } }];
    }),
    ttlMs: Number.isInteger(ttlMs) && Number(ttlMs) >= 0 ? ttlMs : 0,
    cacheScope: cacheScope === "public" ? cacheScope : "private",
    ...(textOf(nextCursor) !== undefined && { nextCursor }),
  };
}

function mendedCall(result: Json): Json | string {
  const { content, resultType } = result;
  // It asks for something first, which is between the server and the SDK.
  if (typeof resultType === "string" && resultType !== "complete") {
    return result;
  }
  if (content !== undefined && content !== null && !Array.isArray(content)) {
    return `its content is ${kind(content)} and no list`;
  }
  return { resultType: "complete", content: [], _meta: { [SAID]: result } };
}

function kind(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `of type ${typeof value}`;
}
