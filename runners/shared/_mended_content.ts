import { isJson, type Json } from "../../tracing/base/json.ts";

/** Parts that are no answer. */
const THOUGHTS: readonly unknown[] = ["thinking", "reasoning"];

/**
 * The content of a message as one text, and its refusal: gateways send parts,
 * and the object itself where JSON was asked for.
 */
export function mendedContent({ content, refusal }: Json): Json {
  if (typeof content !== "object" || content === null) return { content };
  const parts = Array.isArray(content) ? content : [content];
  if (!parts.every(isPart)) return { content: JSON.stringify(content) };
  const refused = parts.map(refusalOf).join("");
  return {
    content: parts.length === 0 ? null : parts.map(textOf).join(""),
    ...(refused !== "" && { refusal: refusal || refused }),
  };
}

function isPart(part: unknown): boolean {
  return typeof part === "string" ||
    isJson(part) && typeof part.type === "string";
}

function textOf(part: unknown): string {
  if (typeof part === "string") return part;
  if (!isJson(part) || THOUGHTS.includes(part.type)) return "";
  return typeof part.text === "string" ? part.text : "";
}

function refusalOf(part: unknown): string {
  return isJson(part) && typeof part.refusal === "string" ? part.refusal : "";
}
