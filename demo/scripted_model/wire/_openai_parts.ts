import type { Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, text } from "../decide/json.ts";
import type { Tool } from "../decide/request.ts";

/** The text of a message's content: a text, or parts with texts. */
export function contentOf(content: unknown): string {
  return text(content) ??
    objectsIn(content).map((part) => text(part.text) ?? "").join("\n");
}

/** A function that the model may call. */
export function functionTool(tool: Json): Tool {
  return {
    name: text(tool.name) ?? "",
    description: text(tool.description) ?? "",
    schema: objectFrom(tool.parameters),
  };
}
