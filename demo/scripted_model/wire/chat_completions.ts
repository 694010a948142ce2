import {
  isObject,
  type JsonObject,
  objectsIn,
  parsed,
  text,
} from "../decide/json.ts";
import { contentOf, functionTool } from "./_openai_parts.ts";
import {
  BadRequest,
  type Call,
  looksFailed,
  type Message,
  type ModelRequest,
  type ToolChoice,
} from "../decide/request.ts";

/** Reads the body of a chat completions request. */
export function readChatCompletion(body: JsonObject): ModelRequest {
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    throw new BadRequest("Missing required parameter: 'messages'.");
  }
  const sent = objectsIn(body.messages);
  const functions = objectsIn(body.tools).map((tool) => tool.function)
    .filter(isObject);
  const format = formatOf(body.response_format);
  return {
    model: text(body.model) ?? "demo",
    messages: sent.map(messageOf),
    tools: functions.map(functionTool),
    choice: choiceOf(body.tool_choice),
    parallel: body.parallel_tool_calls !== false,
    ...(format === undefined ? {} : { format }),
    stream: body.stream === true,
    streamUsage: isObject(body.stream_options) &&
      body.stream_options.include_usage === true,
    messageCount: sent.length,
    pieces: [
      ...sent.flatMap(piecesOf),
      ...functions.map((tool) => JSON.stringify(tool)),
      ...(format === undefined ? [] : [JSON.stringify(format)]),
    ],
  };
}

function messageOf(message: JsonObject): Message {
  const said = contentOf(message.content);
  const { role } = message;
  if (role === "tool") {
    const callId = text(message.tool_call_id);
    if (callId === undefined) {
      throw new BadRequest("Missing required parameter: 'tool_call_id'.");
    }
    return { role, callId, text: said, failed: looksFailed(said) };
  }
  if (role === "system" || role === "developer") {
    return { role: "system", text: said, calls: [] };
  }
  if (role !== "user" && role !== "assistant") {
    throw new BadRequest(
      `Invalid value: '${role}'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer'.`,
    );
  }
  return { role, text: said, calls: callsOf(message.tool_calls) };
}

function callsOf(calls: unknown): Call[] {
  return objectsIn(calls).flatMap(({ id, function: called }) => {
    if (!isObject(called)) return [];
    const args = parsed(text(called.arguments) ?? "");
    return [{
      id: text(id) ?? "",
      name: text(called.name) ?? "",
      args: isObject(args) ? args : {},
    }];
  });
}

function piecesOf(message: JsonObject): string[] {
  return [
    text(message.role) ?? "",
    contentOf(message.content),
    ...objectsIn(message.tool_calls).flatMap(({ function: called }) =>
      isObject(called)
        ? [text(called.name) ?? "", text(called.arguments) ?? ""]
        : []
    ),
  ];
}

function choiceOf(choice: unknown): ToolChoice {
  if (choice === "none" || choice === "required") return choice;
  if (isObject(choice) && isObject(choice.function)) {
    return { name: text(choice.function.name) ?? "" };
  }
  return "auto";
}

function formatOf(format: unknown): JsonObject | undefined {
  if (!isObject(format)) return undefined;
  if (format.type === "json_object") return {};
  if (!isObject(format.json_schema)) return undefined;
  const { schema } = format.json_schema;
  return isObject(schema) ? schema : undefined;
}
