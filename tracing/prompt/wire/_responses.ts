import type { Json } from "../../base/json.ts";
import {
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

/**
 * Reads a responses request (OpenAI API reference, "Create a model response").
 * What `previous_response_id` stands for is not in the request and not counted.
 */
export function readResponses(body: Json): WireRequest {
  return {
    ...settings(body),
    maxTokens: number(body.max_output_tokens),
    parts: [
      ...toolParts(body.tools),
      ...instructionParts(body.instructions),
      ...(typeof body.input === "string"
        ? itemParts({ role: "user", content: body.input }, 0)
        : objects(body.input).flatMap(itemParts)),
    ],
  };
}

function itemParts(item: Json, index: number): PromptPart[] {
  const callId = string(item.call_id);
  if (typeof item.type === "string" && item.type.endsWith("_call_output")) {
    const message = { role: "tool", index };
    const text = texts(item.output).join("\n");
    return [{ kind: "result", text, message, callId }];
  }
  if (item.role === undefined) {
    const message = { role: "assistant", index };
    const text = JSON.stringify(item);
    if (item.type !== "function_call") {
      return [{ kind: "assistant", text, message }];
    }
    const call = { name: string(item.name) ?? "", arguments: item.arguments };
    return [{ kind: "assistant", text, message, call, callId }];
  }
  const role = string(item.role) ?? "user";
  return texts(item.content).map((text) => ({
    kind: kindOf(role),
    text,
    message: { role, index },
  }));
}
