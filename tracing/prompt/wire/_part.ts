import { isJson, type Json } from "../../base/json.ts";

/** What a part of a request is. */
export type PartKind =
  | "instructions"
  | "output_schema"
  | "tools"
  | "user"
  | "assistant"
  | "reasoning"
  | "result";

/** A piece of a request that stands alone: one text, one call, one result. */
export interface PromptPart {
  /** What it is. */
  readonly kind: PartKind;
  /** The text as sent; the JSON of what is no text. */
  readonly text: string;
  /**
   * What the model is given of it, where that is not `text`: without marks for a
   * cache, and without ids, which a client may renew.
   */
  readonly given?: string;
  /** What can be read of `given`, where a part of it is no text. */
  readonly readable?: string;
  /** How many images, sounds and files it holds. */
  readonly media?: number;
  /** The role and place of its message; absent for what is in no message. */
  readonly message?: { readonly role: string; readonly index: number };
  /** The call that a `result` answers, or that the assistant asked for. */
  readonly callId?: string | undefined;
  /** What the assistant asked for. */
  readonly call?: { readonly name: string; readonly arguments: unknown };
  /** The tool that it defines. */
  readonly tool?: ToolDefinition;
  /** Whether the request stands here on what is not in it. */
  readonly isReference?: boolean;
}

/** What a tool's definition says of itself. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** Whether the provider runs it, or holds a part of its definition back. */
  readonly byProvider: boolean;
}

/** What a request for a model call says. */
export interface WireRequest extends RequestSettings {
  /** What the prompt is made of, in the order in which providers cache it. */
  readonly parts: readonly PromptPart[];
}

/** What a request says beside its prompt. */
export interface RequestSettings {
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
  /** Whether the conversation, or a part of it, is at the provider. */
  readonly isPartial: boolean;
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

/** What a message's text is, by the role of its message. */
export function kindOf(role: string): PartKind {
  if (role === "system" || role === "developer") return "instructions";
  return role === "assistant" ? "assistant" : "user";
}

/** The settings that all three formats call the same. */
export function settings(
  body: Json,
): Pick<RequestSettings, "model" | "temperature" | "topP" | "stream"> {
  return {
    model: string(body.model) || undefined,
    temperature: number(body.temperature),
    topP: number(body.top_p),
    stream: boolean(body.stream),
  };
}
