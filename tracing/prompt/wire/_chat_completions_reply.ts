import { isJson, type Json } from "../../base/json.ts";
import { objects, string } from "./_part.ts";
import { contentText, nonEmpty, type ReplyState } from "./_reply_state.ts";

/**
 * Reads a chat completion, or a chunk of a streamed one (OpenAI API reference,
 * "The chat completion object", "The chat completion chunk object"). Of several
 * choices the first one is the reply.
 */
export function readChatCompletion(state: ReplyState, body: Json): void {
  state.addHead(body);
  const choices = objects(body.choices);
  const [first = {}] = choices;
  const { message, delta } = first;
  for (const part of [message, delta]) addReasoning(state, part);
  if (isJson(message)) {
    state.addText(contentText(message.content) || message.refusal);
    for (const call of callsIn(message)) state.addCall(newCall(call));
    state.complete = true;
  } else if (isJson(delta)) readDelta(state, delta);
  state.finish(...choices.map(({ finish_reason }) => finish_reason));
  if (nonEmpty(first.finish_reason) === undefined) return;
  state.complete = true;
  for (const call of state.openCalls.values()) state.addCall(call);
  state.openCalls.clear();
}

/** Reasoning beside the content, as gateways and vendors name it. */
function addReasoning(state: ReplyState, message: unknown): void {
  if (!isJson(message)) return;
  const { reasoning_content, reasoning, reasoning_details, thinking_blocks } =
    message;
  const isThere = [reasoning_content, reasoning].some(nonEmpty) ||
    [reasoning_details, thinking_blocks].some((list) =>
      objects(list).length > 0
    );
  if (isThere) state.addType("reasoning");
}

function readDelta(state: ReplyState, delta: Json): void {
  state.addText(contentText(delta.content) || delta.refusal);
  for (const [place, call] of callsIn(delta).entries()) {
    const key = call.index ?? place;
    const known = state.openCalls.get(key);
    if (known === undefined) {
      state.openCalls.set(key, newCall(call));
      continue;
    }
    const { name, input } = newCall(call);
    known.name ||= name;
    if (typeof input === "string") known.input = `${known.input ?? ""}${input}`;
  }
}

/** The calls of a message; `function_call` is how there was once one alone. */
function callsIn({ tool_calls, function_call }: Json): Json[] {
  const calls = objects(tool_calls);
  return calls.length === 0 && isJson(function_call)
    ? [{ function: function_call }]
    : calls;
}

function newCall(call: Json) {
  const { name, arguments: text, input = text } =
    (isJson(call.function)
      ? call.function
      : isJson(call.custom)
      ? call.custom
      : {}) as Json;
  return { id: nonEmpty(call.id), name: string(name) ?? "", input };
}
