/**
 * What a model request is made of, read from its JSON body: frameworks hide or
 * rebuild their messages, the wire does not.
 *
 * @module
 */

import { readChatCompletions } from "./_chat_completions.ts";
import { readMessages } from "./_messages.ts";
import { readResponses } from "./_responses.ts";
import { isJson, type Json } from "../../base/json.ts";
import { objects, type WireRequest } from "./_part.ts";

export type { PromptPart, WireRequest } from "./_part.ts";

/**
 * Reads the body of a model request, in any of the three wire formats.
 *
 * @param body The parsed JSON body.
 * @returns What it says, or `undefined` for a body of another kind.
 */
export function readRequest(body: unknown): WireRequest | undefined {
  if (!isJson(body)) return undefined;
  if (Array.isArray(body.messages)) {
    return isMessages(body) ? readMessages(body) : readChatCompletions(body);
  }
  return body.input === undefined ? undefined : readResponses(body);
}

/**
 * Tells the messages format from chat completions by what only it has. A body
 * with none of it reads the same either way.
 */
function isMessages(body: Json): boolean {
  return body.system !== undefined ||
    objects(body.tools).some((tool) => "input_schema" in tool) ||
    objects(body.messages).some((message) =>
      objects(message.content).some(({ type }) =>
        type === "tool_use" || type === "tool_result"
      )
    );
}
