import { isJson, type Json } from "../../base/json.ts";

/** Which of the four sizes of a prompt a part counts towards, and whose it is. */
export type PartKind =
  | "instructions"
  | "tools"
  | "user"
  | "assistant"
  | "result";

/** A piece of a request that stands alone: one text, one call, one result. */
export interface PromptPart {
  /** What it is. */
  readonly kind: PartKind;
  /** The text as sent; the JSON of what is no text. */
  readonly text: string;
  /** The role and place of its message; absent for what is in no message. */
  readonly message?: { readonly role: string; readonly index: number };
  /** The call that a `result` answers, or that the assistant asked for. */
  readonly callId?: string | undefined;
  /** What the assistant asked for. */
  readonly call?: { readonly name: string; readonly arguments: unknown };
}

/** What a request for a model call says. */
export interface WireRequest {
  /** `gen_ai.request.model`: the name in the body, where it has one. */
  readonly model: string | undefined;
  /** `gen_ai.request.temperature`. */
  readonly temperature: number | undefined;
  /** `gen_ai.request.top_p`. */
  readonly topP: number | undefined;
  /** `gen_ai.request.max_tokens`. */
  readonly maxTokens: number | undefined;
  /** `gen_ai.request.stream`. */
  readonly stream: boolean | undefined;
  /** What the prompt is made of, in the order in which it was sent. */
  readonly parts: readonly PromptPart[];
}

/** The JSON objects of a list; nothing where it is no list. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** A value where it is a string. */
export function string(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A value where it is a number. */
export function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** A value where it is a boolean. */
function boolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** The texts of a message's content: a string, or blocks with a `text`. */
export function texts(content: unknown): string[] {
  if (typeof content === "string") return content === "" ? [] : [content];
  return objects(content).map(blockText);
}

/** The text of a block, or the block's JSON where it has none. */
export function blockText(block: Json): string {
  return string(block.text) ?? JSON.stringify(block);
}

/** Tool definitions, one part each: their JSON is what the model is sent. */
export function toolParts(tools: unknown): PromptPart[] {
  return objects(tools).map((tool) => ({
    kind: "tools",
    text: JSON.stringify(tool),
  }));
}

/** What a message's text is, by the role of its message. */
export function kindOf(role: string): PartKind {
  if (role === "system" || role === "developer") return "instructions";
  return role === "assistant" ? "assistant" : "user";
}

/** System text that is not in a message, one part each. */
export function instructionParts(content: unknown): PromptPart[] {
  return texts(content).map((text) => ({ kind: "instructions", text }));
}

/** The settings that all three formats call the same. */
export function settings(
  body: Json,
): Pick<WireRequest, "model" | "temperature" | "topP" | "stream"> {
  return {
    model: string(body.model) || undefined,
    temperature: number(body.temperature),
    topP: number(body.top_p),
    stream: boolean(body.stream),
  };
}
