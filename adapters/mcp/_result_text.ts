import type { ToolReply } from "./_connection.ts";

/**
 * What a model is handed of a tool's reply: its text parts, and other parts as
 * their JSON, a line each.
 */
export function resultText(reply: ToolReply): string {
  const { content, structuredContent } = reply;
  if (content.length === 0 && structuredContent !== undefined) {
    return JSON.stringify(structuredContent);
  }
  return content.map((part) => textOf(part) ?? JSON.stringify(part)).join("\n");
}

function textOf(part: unknown): string | undefined {
  if (typeof part !== "object" || part === null) return undefined;
  const { type, text } = part as { type?: unknown; text?: unknown };
  return type === "text" && typeof text === "string" ? text : undefined;
}
