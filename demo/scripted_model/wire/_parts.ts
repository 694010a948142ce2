import type { Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, text } from "../decide/json.ts";
import type { Message, Tool } from "../decide/request.ts";

/** The text of a message's content, as OpenAI has it: a text, or parts. */
export function contentOf(content: unknown): string {
  return text(content) ??
    objectsIn(content).map((part) => text(part.text) ?? "").join("\n");
}

/** A tool that the model may call, whose schema each format has elsewhere. */
export function toolOf(tool: Json, schema: unknown): Tool {
  return {
    name: text(tool.name) ?? "",
    description: text(tool.description) ?? "",
    schema: objectFrom(schema),
  };
}

/** What stands beside the conversation in a request: a message of it, if any. */
export interface Instructions {
  readonly messages: readonly Message[];
  readonly pieces: readonly string[];
}

/** Instructions as the conversation's first message; none for an empty text. */
export function instructionsOf(content: string): Instructions {
  if (content === "") return { messages: [], pieces: [] };
  const message: Message = { role: "system", text: content, calls: [] };
  return { messages: [message], pieces: ["system", content] };
}
