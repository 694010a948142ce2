import type { Json } from "../../base/json.ts";
import {
  blockText,
  instructionParts,
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

/** Reads a messages request (Anthropic API reference, "Create a Message"). */
export function readMessages(body: Json): WireRequest {
  return {
    ...settings(body),
    maxTokens: number(body.max_tokens),
    parts: [
      ...toolParts(body.tools),
      ...instructionParts(body.system),
      ...objects(body.messages).flatMap(messageParts),
    ],
  };
}

function messageParts(message: Json, index: number): PromptPart[] {
  const role = string(message.role) ?? "user";
  const place = { message: { role, index } };
  const kind = kindOf(role);
  if (typeof message.content === "string") {
    return texts(message.content).map((text) => ({ kind, text, ...place }));
  }
  return objects(message.content).map((block): PromptPart => {
    if (block.type === "tool_result") {
      return {
        kind: "result",
        text: texts(block.content).join("\n"),
        ...place,
        callId: string(block.tool_use_id),
      };
    }
    if (block.type === "tool_use") {
      return {
        kind: "assistant",
        text: JSON.stringify(block),
        call: { name: string(block.name) ?? "", arguments: block.input },
        ...place,
        callId: string(block.id),
      };
    }
    return { kind, text: blockText(block), ...place };
  });
}
