import { fieldsOf, listOf, textOf } from "../shared/fields.ts";

/** The text of a tool's result, as a model is told it. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return listOf(content).map((block) =>
    textOf(fieldsOf(block).text) ?? JSON.stringify(block)
  ).join("\n");
}
