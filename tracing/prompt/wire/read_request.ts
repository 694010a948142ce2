/**
 * What a model request is made of, read from its JSON body: frameworks hide or
 * rebuild their messages, the wire does not.
 *
 * @module
 */

import { messageParts, readMessageList } from "./_message_list.ts";
import { hasStoredState, itemParts, readResponses } from "./_responses.ts";
import { isJson } from "../../base/json.ts";
import type { PromptPart, WireRequest } from "./_part.ts";

export type {
  PartKind,
  PromptPart,
  RequestSettings,
  WireRequest,
} from "./_part.ts";

/** The member of a request that holds its conversation, by wire format. */
export type ConversationName = "messages" | "input";

/**
 * Reads the body of a model request, in any of the three wire formats.
 *
 * @param body The parsed JSON body.
 * @returns What it says, or `undefined` for a body of another kind.
 */
export function readRequest(body: unknown): WireRequest | undefined {
  if (!isJson(body)) return undefined;
  if (Array.isArray(body.messages)) return readMessageList(body);
  // Where the provider holds the conversation, nothing may be added to it.
  const isResponses = body.input !== undefined || hasStoredState(body);
  return isResponses ? readResponses(body) : undefined;
}

/**
 * Reads one element of a request's conversation.
 *
 * @param name Where it stands.
 * @param element The message or item.
 * @param index Its place.
 * @returns Its parts.
 */
export function readElement(
  name: ConversationName,
  element: unknown,
  index: number,
): PromptPart[] {
  if (!isJson(element)) return [];
  return name === "messages"
    ? messageParts(element, index)
    : itemParts(element, index);
}
