import { isJson, type Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, text } from "../decide/json.ts";
import { instructionsOf, toolOf } from "./_parts.ts";
import {
  BadRequest,
  type Call,
  looksFailed,
  type Message,
  type ModelRequest,
  type Spoken,
  type ToolChoice,
} from "../decide/request.ts";

/** Reads the body of a messages request. */
export function readMessages(body: Json): ModelRequest {
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    throw new BadRequest("messages: Field required");
  }
  const messages = objectsIn(body.messages);
  const tools = objectsIn(body.tools);
  const system = instructionsOf(textOf(body.system));
  const format = formatOf(body);
  return {
    model: text(body.model) ?? "demo",
    messages: [
      ...system.messages,
      ...messages.flatMap(messagesOf),
    ],
    tools: tools.map((tool) => toolOf(tool, tool.input_schema)),
    choice: choiceOf(body.tool_choice),
    parallel: objectFrom(body.tool_choice).disable_parallel_tool_use !== true,
    format,
    stream: body.stream === true,
    streamUsage: true,
    messageCount: messages.length + system.messages.length,
    pieces: [
      ...system.pieces,
      ...messages.flatMap(piecesOf),
      ...tools.map((tool) => JSON.stringify(tool)),
      ...(format === undefined ? [] : [JSON.stringify(format)]),
    ],
  };
}

function messagesOf(message: Json): Message[] {
  const { role, content } = message;
  // Some clients tell of their surroundings between the messages.
  if (role === "system") return [{ role, text: textOf(content), calls: [] }];
  if (role !== "user" && role !== "assistant") {
    throw new BadRequest(
      `messages: Unexpected role "${role}". Allowed roles are "user", "assistant" and "system"`,
    );
  }
  const results = objectsIn(content).filter(({ type }) =>
    type === "tool_result"
  );
  const spoken: Spoken = {
    role,
    text: textOf(content),
    calls: callsOf(content),
  };
  return [
    ...results.map((result): Message => {
      const output = textOf(result.content);
      return {
        role: "tool",
        callId: text(result.tool_use_id) ?? "",
        text: output,
        failed: result.is_error === true || looksFailed(output),
      };
    }),
    ...(spoken.text === "" && spoken.calls.length === 0 ? [] : [spoken]),
  ];
}

function callsOf(content: unknown): Call[] {
  return objectsIn(content).filter(({ type }) => type === "tool_use").map((
    { id, name, input },
  ) => ({
    id: text(id) ?? "",
    name: text(name) ?? "",
    args: objectFrom(input),
  }));
}

/** The text blocks of a content, joined. */
function textOf(content: unknown): string {
  return text(content) ??
    objectsIn(content).flatMap((block) => text(block.text) ?? []).join("\n");
}

function piecesOf(message: Json): string[] {
  const { role, content } = message;
  if (typeof content === "string") return [text(role) ?? "", content];
  return [
    text(role) ?? "",
    ...objectsIn(content).flatMap((block) => {
      if (block.type === "tool_result") return [textOf(block.content)];
      if (block.type !== "tool_use") return text(block.text) ?? [];
      return [text(block.name) ?? "", JSON.stringify(block.input ?? {})];
    }),
  ];
}

function choiceOf(choice: unknown): ToolChoice {
  if (!isJson(choice)) return "auto";
  if (choice.type === "tool") return { name: text(choice.name) ?? "" };
  if (choice.type === "any") return "required";
  return choice.type === "none" ? "none" : "auto";
}

function formatOf(body: Json): Json | undefined {
  const format = isJson(body.output_config)
    ? body.output_config.format
    : body.output_format;
  const { schema } = objectFrom(format);
  return isJson(schema) ? schema : undefined;
}
