import { isJson, type Json } from "../../base/json.ts";
import { objects } from "./_part.ts";
import { contentText, nonEmpty, type ReplyState } from "./_reply_state.ts";

/** Items that ask the program for a call, and the tool; the vendor runs others. */
const CALLS: ReadonlyMap<unknown, string> = new Map([
  ["function_call", "function"],
  ["custom_tool_call", "custom"],
  ["computer_call", "computer"],
  ["local_shell_call", "local_shell"],
  ["shell_call", "shell"],
  ["apply_patch_call", "apply_patch"],
]);

/** How far a response is that has not ended. */
const UNDER_WAY: readonly unknown[] = ["in_progress", "queued"];

/** The events that hold a response that has ended. */
const ENDS: readonly unknown[] = [
  "response.completed",
  "response.incomplete",
  "response.failed",
];

/** Reads a response (OpenAI API reference, "The response object"). */
export function readResponse(state: ReplyState, body: Json): void {
  state.addHead(body);
  if (isJson(body.error)) state.failure = body.error;
  if (UNDER_WAY.includes(body.status)) return;
  const { reason } = isJson(body.incomplete_details)
    ? body.incomplete_details
    : { reason: undefined };
  state.finish(reason ?? body.status);
  state.complete = true;
  const items = objects(body.output);
  // A gateway may have sent them in the events alone.
  if (items.length === 0) return;
  const known = new Set(state.toolCalls.map(({ id }) => id));
  state.text = "";
  state.addText(items.map(textIn).filter(Boolean).join("\n"));
  for (const item of items) {
    state.addType(item.type);
    if (!known.has(nonEmpty(item.call_id))) addCall(state, item);
  }
}

/** Reads an event of a streamed response ("Streaming events"). */
export function readResponseEvent(state: ReplyState, event: Json): void {
  const { response } = event;
  if (isJson(response)) {
    return ENDS.includes(event.type)
      ? readResponse(state, response)
      : state.addHead(response);
  }
  if (event.type === "response.output_text.delta") state.addText(event.delta);
  if (event.type === "response.output_item.done" && isJson(event.item)) {
    state.addType(event.item.type);
    addCall(state, event.item);
  }
}

function addCall(state: ReplyState, item: Json): void {
  const tool = CALLS.get(item.type);
  if (tool === undefined) return;
  state.addCall({
    id: nonEmpty(item.call_id),
    name: nonEmpty(item.name) ?? tool,
    input: item.arguments ?? item.input ?? item.action ?? item.operation,
  });
}

function textIn({ type, content }: Json): string {
  return type === "message" ? contentText(content) : "";
}
