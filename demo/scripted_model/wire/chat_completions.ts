import { isJson, type Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, parsed, text } from "../decide/json.ts";
import { contentOf, toolOf } from "./_parts.ts";
import {
  BadRequest,
  type Call,
  looksFailed,
  type Message,
  type ModelRequest,
  type ToolChoice,
} from "../decide/request.ts";

/** Reads the body of a chat completions request. */
export function readChatCompletion(body: Json): ModelRequest {
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    throw new BadRequest("Missing required parameter: 'messages'.");
  }
  const messages = objectsIn(body.messages);
  const functions = objectsIn(body.tools).map((tool) => tool.function)
    .filter(isJson);
  const format = formatOf(body.response_format);
  return {
    model: text(body.model) ?? "demo",
    messages: messages.map(messageOf),
    tools: functions.map((tool) => toolOf(tool, tool.parameters)),
    choice: choiceOf(body.tool_choice),
    parallel: body.parallel_tool_calls !== false,
    format,
    stream: body.stream === true,
    streamUsage: objectFrom(body.stream_options).include_usage === true,
    messageCount: messages.length,
    pieces: [
      ...messages.flatMap(piecesOf),
      ...functions.map((tool) => JSON.stringify(tool)),
      ...(format === undefined ? [] : [JSON.stringify(format)]),
    ],
  };
}

function messageOf(message: Json): Message {
  const content = contentOf(message.content);
  const { role } = message;
  if (role === "tool") {
    const callId = text(message.tool_call_id);
    if (callId === undefined) {
      throw new BadRequest("Missing required parameter: 'tool_call_id'.");
    }
    return { role, callId, text: content, failed: looksFailed(content) };
  }
  if (role === "system" || role === "developer") {
    return { role: "system", text: content, calls: [] };
  }
  if (role !== "user" && role !== "assistant") {
    throw new BadRequest(
      `Invalid value: '${role}'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer'.`,
    );
  }
  return { role, text: content, calls: callsOf(message.tool_calls) };
}

function callsOf(calls: unknown): Call[] {
  return objectsIn(calls).flatMap(({ id, function: called }) => {
    if (!isJson(called)) return [];
    return [{
      id: text(id) ?? "",
      name: text(called.name) ?? "",
      args: objectFrom(parsed(text(called.arguments) ?? "")),
    }];
  });
}

function piecesOf(message: Json): string[] {
  return [
    text(message.role) ?? "",
    contentOf(message.content),
    ...objectsIn(message.tool_calls).flatMap(({ function: called }) =>
      isJson(called)
        ? [text(called.name) ?? "", text(called.arguments) ?? ""]
        : []
    ),
  ];
}

function choiceOf(choice: unknown): ToolChoice {
  if (choice === "none" || choice === "required") return choice;
  if (isJson(choice) && isJson(choice.function)) {
    return { name: text(choice.function.name) ?? "" };
  }
  return "auto";
}

function formatOf(format: unknown): Json | undefined {
  if (!isJson(format)) return undefined;
  if (format.type === "json_object") return {};
  const { schema } = objectFrom(format.json_schema);
  return isJson(schema) ? schema : undefined;
}
