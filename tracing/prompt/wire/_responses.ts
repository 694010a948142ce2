import { isJson, type Json } from "../../base/json.ts";
import { contentTexts, givenJson, resultText } from "./_content.ts";
import { givenCall } from "./_message_list.ts";
import {
  kindOf,
  number,
  objects,
  type PromptPart,
  settings,
  string,
  type WireRequest,
} from "./_part.ts";
import { schemaParts, toolParts } from "./_tool_parts.ts";

/** Reads a responses request (OpenAI API reference, "Create a model response"). */
export function readResponses(body: Json): WireRequest {
  const text = (body.text ?? {}) as Json;
  return {
    ...settings(body),
    maxTokens: number(body.max_output_tokens),
    isPartial: hasStoredState(body),
    parts: [
      ...toolParts(body.tools),
      ...schemaParts(text.format),
      ...contentTexts(body.instructions).map((text): PromptPart => ({
        kind: "instructions",
        ...text,
      })),
      ...(typeof body.input === "string"
        ? itemParts({ role: "user", content: body.input }, 0)
        : objects(body.input).flatMap(itemParts)),
    ],
  };
}

/** Whether it stands on a conversation, or a prompt, that the provider holds. */
export function hasStoredState(body: Json): boolean {
  const { previous_response_id, conversation, prompt } = body;
  return [previous_response_id, conversation, isJson(prompt) && prompt]
    .some((state) => string(isJson(state) ? state.id : state));
}

/** Items that stand for what only the provider can read, or what it holds. */
const REFERENCE = /^(item_reference|compaction)/;

/** The parts of one item. */
export function itemParts(item: Json, index: number): PromptPart[] {
  const callId = string(item.call_id);
  const type = string(item.type) ?? "";
  if (type.endsWith("_call_output")) {
    const message = { role: "tool", index };
    return [{ kind: "result", ...resultText(item.output), message, callId }];
  }
  if (item.role === undefined) return [otherPart(item, type, index)];
  const role = string(item.role) ?? "user";
  return contentTexts(item.content).map((text) => ({
    kind: kindOf(role),
    ...text,
    message: { role, index },
  }));
}

/** A call, reasoning, what the provider ran, or a name for an item. */
function otherPart(item: Json, type: string, index: number): PromptPart {
  const message = { role: "assistant", index };
  const text = JSON.stringify(item);
  if (type === "function_call" || type === "custom_tool_call") {
    const name = string(item.name) ?? "";
    const input = item.arguments ?? item.input;
    return {
      kind: "assistant",
      text,
      given: givenCall(name, input),
      message,
      call: { name, arguments: input },
      callId: string(item.call_id),
    };
  }
  const given = givenJson(item, text);
  if (type !== "reasoning") {
    // A reference need not say that it is one.
    const isReference = REFERENCE.test(type) ||
      (type === "" && item.id !== undefined);
    return { kind: "assistant", text, given, message, isReference };
  }
  const readable = [
    ...contentTexts(item.summary),
    ...contentTexts(item.content),
  ]
    .map(({ text }) => text).join("\n");
  return { kind: "reasoning", text, given, readable, message };
}
