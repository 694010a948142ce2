import { isJson, type Json } from "../../base/json.ts";
import {
  blocksIn,
  blockText,
  type ContentText,
  contentTexts,
  givenJson,
  resultText,
} from "./_content.ts";
import {
  kindOf,
  number,
  objects,
  type PromptPart,
  settings,
  string,
  type WireRequest,
} from "./_part.ts";
import { schemaParts, toolParts } from "./_tool_parts.ts";

/** The role and place of a message. */
type Place = Required<Pick<PromptPart, "message">>;

/**
 * Reads a chat completions request (OpenAI API reference, "Create chat
 * completion"), which most gateways take, or a messages request (Anthropic API
 * reference, "Create a Message"). What one of them has the other never has.
 */
export function readMessageList(body: Json): WireRequest {
  const outputConfig = isJson(body.output_config) ? body.output_config : {};
  const parts = [
    ...toolParts(body.tools),
    ...schemaParts(
      body.response_format ?? body.output_format ?? outputConfig.format,
    ),
    ...contentTexts(body.system).map(systemPart),
    ...objects(body.messages).flatMap(messageParts),
  ];
  return {
    ...settings(body),
    maxTokens: number(body.max_completion_tokens) ?? number(body.max_tokens),
    isPartial: false,
    parts,
  };
}

/**
 * A line that the Claude CLI puts before its system text, with another number in
 * each request. Anthropic takes it off: it is no part of what the model is given.
 */
const BILLING_LINE = /^(x-anthropic-billing-header:).*/;

function systemPart(content: ContentText): PromptPart {
  const { text } = content;
  const kind = "instructions";
  return BILLING_LINE.test(text)
    ? { kind, text, given: text.replace(BILLING_LINE, "$1") }
    : { kind, ...content };
}

/** The parts of one message. */
export function messageParts(message: Json, index: number): PromptPart[] {
  const role = string(message.role) ?? "user";
  const place = { message: { role, index } };
  if (role === "tool") {
    const callId = string(message.tool_call_id);
    const text = resultText(message.content);
    return [{ kind: "result", ...text, ...place, callId }];
  }
  return [
    ...reasoningParts(message, place),
    ...contentParts(message.content, place),
    ...objects(message.tool_calls).map((call) => callPart(call, place)),
  ];
}

/** Reasoning that a client sends back beside the content, by who named it. */
function reasoningParts(message: Json, place: Place): PromptPart[] {
  const { reasoning_content, reasoning, reasoning_details, thinking_blocks } =
    message;
  // LiteLLM sends the same text beside its blocks.
  const blocks = objects(thinking_blocks);
  if (blocks.length > 0) return blocks.map((one) => thinkingPart(one, place));
  const text = string(reasoning_content) || string(reasoning);
  if (text) return [{ kind: "reasoning", text, ...place }];
  return objects(reasoning_details).map((block) => ({
    kind: "reasoning",
    ...blockText(block),
    ...place,
  }));
}

function contentParts(content: unknown, place: Place): PromptPart[] {
  const kind = kindOf(place.message.role);
  if (!Array.isArray(content)) {
    return contentTexts(content).map((text) => ({ kind, ...text, ...place }));
  }
  return blocksIn(content).map((block): PromptPart => {
    switch (block.type) {
      case "tool_result": {
        const callId = string(block.tool_use_id);
        return {
          kind: "result",
          ...resultText(block.content),
          ...place,
          callId,
        };
      }
      case "tool_use":
        return toolUsePart(block, place);
      case "thinking":
      case "redacted_thinking":
        return thinkingPart(block, place);
      case "compaction":
        // What stands before it is not given to the model.
        return {
          kind,
          ...blockText(block),
          ...place,
          isReference: place.message.index > 0,
        };
      default:
        return { kind, ...blockText(block), ...place };
    }
  });
}

function thinkingPart(block: Json, place: Place): PromptPart {
  const readable = string(block.thinking) ?? "";
  const text = JSON.stringify(block);
  const given = givenJson(block, text);
  return { kind: "reasoning", text, given, readable, ...place };
}

function toolUsePart(block: Json, place: Place): PromptPart {
  const name = string(block.name) ?? "";
  return {
    kind: "assistant",
    text: JSON.stringify(block),
    given: givenCall(name, block.input),
    call: { name, arguments: block.input },
    ...place,
    callId: string(block.id),
  };
}

function callPart(call: Json, place: Place): PromptPart {
  const called = [call.function, call.custom].find(isJson) ?? {};
  const { name: given, arguments: text, input = text } = called;
  const name = string(given) ?? "";
  return {
    kind: "assistant",
    text: JSON.stringify(call),
    given: givenCall(name, input),
    call: { name, arguments: input },
    ...place,
    callId: string(call.id),
  };
}

/** A call as the model is given it: its id only says which result is whose. */
export function givenCall(name: string, input: unknown): string {
  const text = typeof input === "string" ? input : JSON.stringify(input) ?? "";
  return `${name}\n${text}`;
}
