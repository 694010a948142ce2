import { isJson, type Json, parseJson } from "../../tracing/base/json.ts";
import { isWithheld } from "./is_withheld.ts";
import { CallIds, mendedCall, mendedToolUse } from "./_mended_call.ts";
import { mendedContent } from "./_mended_content.ts";
import type { WireApi } from "./model.ts";
import { withMembers } from "./_with_members.ts";

/** A reply's body: its text, and what that is as JSON. */
export interface ReplyBody {
  readonly text: string;
  /** `undefined` where it is no JSON. */
  readonly value: unknown;
}

/**
 * Makes what mends the replies of one run. Gateways leave out what the vendors
 * never do, and each framework fails at something else of it: what can only mean
 * one thing is put as the vendors put it.
 *
 * @param api The wire format.
 * @returns A function from a reply's text to the body to hand on: the same text
 * where nothing is to be mended, or where it is no reply.
 */
export function replyMender(api: WireApi): (text: string) => ReplyBody {
  const ids = new CallIds();
  const mend = api === "messages" ? mendedMessage : mendedCompletion;
  return (text) => {
    const body = parseJson(text);
    const value = isJson(body) ? mend(body, ids) : body;
    return { text: value === body ? text : JSON.stringify(value), value };
  };
}

/** Of several choices the first is the reply. */
function mendedCompletion(body: Json, ids: CallIds): Json {
  const [choice, ...others] = Array.isArray(body.choices) ? body.choices : [];
  if (!isJson(choice)) return body;
  const { message, finish_reason: reason } = choice;
  // One vendor's filter leaves no message.
  const filtered = isWithheld(reason) ? NO_CONTENT : undefined;
  const given = isJson(message) ? message : filtered;
  if (given === undefined) return body;
  const mended = withMembers(choice, { message: mendedChoice(given, ids) });
  return mended === choice
    ? body
    : withMembers(body, { choices: [mended, ...others] });
}

const NO_CONTENT: Json = { role: "assistant", content: null };

function mendedChoice(message: Json, ids: CallIds): Json {
  const { tool_calls: given, function_call: single } = message;
  const calls = callsIn(given);
  // How there was once one call alone.
  const alone = calls.length === 0 && isJson(single)
    ? [{ function: single }]
    : [];
  const asked = [...calls, ...alone];
  const mended = asked.map((call) => mendedCall(call, ids));
  const same = Array.isArray(given) && given.length === mended.length &&
    mended.every((call, place) => call === given[place]);
  const none = mended.length === 0 && (given ?? null) === null;
  return withMembers(message, {
    role: "assistant",
    ...mendedContent(message),
    tool_calls: same || none ? given : mended,
    ...(alone.length > 0 && { function_call: undefined }),
  });
}

/** The calls; a gateway may send one without the list around it. */
function callsIn(given: unknown): Json[] {
  return (Array.isArray(given) ? given : [given]).filter(isJson);
}

function mendedMessage(body: Json, ids: CallIds): Json {
  const { content, type, stop_reason: reason } = body;
  if (Array.isArray(content)) {
    const mended = content.map((block) =>
      isJson(block) && block.type === "tool_use"
        ? mendedToolUse(block, ids)
        : block
    );
    return mended.every((block, place) => block === content[place])
      ? body
      : withMembers(body, { content: mended });
  }
  if (type !== "message" && reason === undefined) return body;
  const text = typeof content === "string" ? content : "";
  return withMembers(body, {
    content: text === "" ? [] : [{ type: "text", text }],
  });
}
