import { isJson, parseJson } from "../../tracing/base/json.ts";
import type { ReplyBody } from "./_mended_reply.ts";
import type { WireApi } from "./model.ts";

/** What a vendor's error in a stream may be that it is worth asking again for. */
const PASSING = ["api_error", "overloaded_error", "rate_limit_error"];

/** The events that a messages stream begins with. */
const BEGINNINGS = ["message_start", "ping"];

/** Whether a whole body is a model's reply in the wire format. */
export function isReply(
  { text, value: body }: ReplyBody,
  api: WireApi,
): boolean {
  // A reply that is cut is none of a kind: whoever reads it says so.
  if (body === undefined) return /^\s*[{[]/.test(text);
  if (!isJson(body)) return false;
  if (api === "messages") return Array.isArray(body.content);
  const [choice] = Array.isArray(body.choices) ? body.choices : [];
  return isJson(choice) && isJson(choice.message);
}

/**
 * Whether a messages stream begins as a reply does, or with an error that
 * passes; `undefined` where it has not begun.
 */
export function beginsAsReply(text: string): boolean | undefined {
  const [, data] = /^data:(.*)\n/m.exec(text) ?? [];
  if (data === undefined) return undefined;
  const event = parseJson(data);
  if (!isJson(event)) return false;
  const { type, error } = event;
  return type === "error" && isJson(error)
    ? PASSING.includes(`${error.type}`)
    : BEGINNINGS.includes(`${type}`);
}
