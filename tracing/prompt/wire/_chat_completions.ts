import type { Json } from "../../base/json.ts";
import {
  kindOf,
  number,
  objects,
  type PromptPart,
  settings,
  string,
  texts,
  toolParts,
  type WireRequest,
} from "./_part.ts";

/**
 * Reads a chat completions request (OpenAI API reference, "Create chat
 * completion"): also what LiteLLM and most gateways take.
 */
export function readChatCompletions(body: Json): WireRequest {
  return {
    ...settings(body),
    maxTokens: number(body.max_completion_tokens) ?? number(body.max_tokens),
    parts: [
      ...toolParts(body.tools),
      ...objects(body.messages).flatMap(messageParts),
    ],
  };
}

function messageParts(message: Json, index: number): PromptPart[] {
  const role = string(message.role) ?? "user";
  const place = { message: { role, index } };
  const content = texts(message.content);
  if (role === "tool") {
    const text = content.join("\n");
    const callId = string(message.tool_call_id);
    return [{ kind: "result", text, ...place, callId }];
  }
  return [
    ...content.map((text) => ({ kind: kindOf(role), text, ...place })),
    ...objects(message.tool_calls).map((call) => callPart(call, place)),
  ];
}

function callPart(
  call: Json,
  place: Pick<PromptPart, "message">,
): PromptPart {
  const { name, arguments: input } = (call.function ?? {}) as Json;
  return {
    kind: "assistant",
    text: JSON.stringify(call),
    call: { name: string(name) ?? "", arguments: input },
    ...place,
    callId: string(call.id),
  };
}
