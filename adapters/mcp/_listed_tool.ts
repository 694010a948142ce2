import { isJson, type Json } from "../../tracing/base/json.ts";
import { defined, textOf } from "../shared/fields.ts";
import type { McpTool } from "./types.ts";

/** A tool, as far as its server says something usable about it. */
export type ListedTool = Omit<McpTool, "server" | "shownName">;

/** Reads a tool of a server's list; `undefined` for one without a name. */
export function listedTool(tool: unknown): ListedTool | undefined {
  if (!isJson(tool)) return undefined;
  const { name, title, description, annotations, inputSchema } = tool;
  if (typeof name !== "string" || name === "") return undefined;
  return {
    name,
    inputSchema: objectSchema(inputSchema),
    ...defined({
      title: textOf(title),
      description: textOf(description),
      annotations: isJson(annotations) ? annotations : undefined,
    }),
  };
}

/**
 * The schema as the server has it, with what model vendors insist on: that the
 * arguments are an object, and no `null` in the place of a list or a map. What
 * says most comes first, and the same schema always looks the same.
 */
function objectSchema(given: unknown): Json {
  const { type: _, properties, required, ...others } = isJson(given)
    ? given
    : {};
  return {
    type: "object",
    ...(isJson(properties) && { properties }),
    ...(Array.isArray(required) && { required }),
    ...others,
  };
}
