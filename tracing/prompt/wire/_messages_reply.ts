import { isJson, type Json } from "../../base/json.ts";
import { objects, string } from "./_part.ts";
import { nonEmpty, type OpenCall, type ReplyState } from "./_reply_state.ts";

/** Reads a message (Anthropic API reference, "Create a Message"). */
export function readMessage(state: ReplyState, body: Json): void {
  state.addHead(body);
  state.finish(body.stop_reason);
  for (const block of objects(body.content)) {
    state.addType(block.type);
    if (block.type === "text") state.addText(block.text);
    if (block.type === "tool_use") state.addCall(callOf(block, block.input));
  }
  state.complete = true;
}

/**
 * Reads an event of a streamed message.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/streaming}
 */
export function readMessageEvent(state: ReplyState, event: Json): void {
  const { index } = event;
  switch (event.type) {
    case "message_start":
      return state.addHead(objectOf(event.message));
    case "content_block_start": {
      const block = objectOf(event.content_block);
      state.addType(block.type);
      if (block.type === "text") state.addText(block.text);
      if (block.type !== "tool_use") return;
      state.openCalls.set(index, callOf(block, block.input));
      return;
    }
    case "content_block_delta":
      return readDelta(state, index, objectOf(event.delta));
    case "content_block_stop": {
      const call = state.openCalls.get(index);
      state.openCalls.delete(index);
      if (call !== undefined) state.addCall(call);
      return;
    }
    case "message_delta": {
      const { stop_reason, context_management } = objectOf(event.delta);
      state.finish(stop_reason);
      state.addEdits(event.context_management ?? context_management);
      return state.addHead({ usage: event.usage });
    }
    case "message_stop":
      state.complete = true;
  }
}

function readDelta(state: ReplyState, index: unknown, delta: Json): void {
  if (delta.type === "text_delta") state.addText(delta.text);
  const call = state.openCalls.get(index);
  const text = nonEmpty(delta.partial_json);
  if (call === undefined || text === undefined) return;
  // The block began with an empty object in their place.
  call.input = typeof call.input === "string" ? call.input + text : text;
}

function callOf({ id, name }: Json, input: unknown): OpenCall {
  return { id: nonEmpty(id), name: string(name) ?? "", input };
}

function objectOf(value: unknown): Json {
  return isJson(value) ? value : {};
}
