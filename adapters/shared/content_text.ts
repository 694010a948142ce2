import { isJson } from "../../tracing/base/json.ts";

/**
 * What a model is handed of a tool's result, as one text: its text parts, and
 * other parts as their JSON, a line each.
 */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return Array.isArray(content)
    ? content.map((part) => partText(part) ?? json(part)).join("\n")
    : json(content);
}

/** The text of a text part; `undefined` for any other part. */
export function partText(part: unknown): string | undefined {
  return isJson(part) && part.type === "text" && typeof part.text === "string"
    ? part.text
    : undefined;
}

/** Empty where a value has no JSON: it may be anything. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
