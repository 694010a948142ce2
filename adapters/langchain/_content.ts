import { fieldsOf, listOf } from "../shared/fields.ts";

/** What a message says: its text parts only. */
export function saidText(content: unknown): string {
  if (typeof content === "string") return content;
  return listOf(content).map(fieldsOf).flatMap(({ type, text }) =>
    type === "text" && typeof text === "string" ? [text] : []
  ).join("");
}

/**
 * What a tool hands on: its text parts joined by a newline, other parts as
 * their JSON.
 */
export function handedOn(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return json(content);
  return content.map((part) => {
    const { type, text } = fieldsOf(part);
    return type === "text" && typeof text === "string" ? text : json(part);
  }).join("\n");
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
