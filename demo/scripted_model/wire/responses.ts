import { isJson, type Json } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, parsed, text } from "../decide/json.ts";
import { contentOf, instructionsOf, toolOf } from "./_parts.ts";
import {
  BadRequest,
  type Call,
  looksFailed,
  type Message,
  type ModelRequest,
  type ToolChoice,
} from "../decide/request.ts";

/** What stands for a conversation that the sender believes is kept here. */
const REFERENCES: readonly string[] = ["previous_response_id", "conversation"];

/** Reads the body of a responses request. */
export function readResponses(body: Json): ModelRequest {
  for (const name of REFERENCES) {
    if (body[name] !== undefined && body[name] !== null) {
      throw keepsNothing(name);
    }
  }
  const items = itemsOf(body.input);
  const instructions = instructionsOf(text(body.instructions) ?? "");
  const tools = objectsIn(body.tools).filter(({ type }) => type === "function");
  const format = formatOf(body.text);
  return {
    model: text(body.model) ?? "demo",
    messages: [
      ...instructions.messages,
      ...items.map(messageOf),
    ],
    tools: tools.map((tool) => toolOf(tool, tool.parameters)),
    choice: choiceOf(body.tool_choice),
    parallel: body.parallel_tool_calls !== false,
    format,
    stream: body.stream === true,
    streamUsage: true,
    messageCount: items.length + instructions.messages.length,
    pieces: [
      ...instructions.pieces,
      ...items.flatMap(piecesOf),
      ...tools.map((tool) => JSON.stringify(tool)),
      ...(format === undefined ? [] : [JSON.stringify(format)]),
    ],
  };
}

function itemsOf(input: unknown): Json[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  // Reasoning is the model's own, and this one has none.
  const items = objectsIn(input).filter(({ type }) => type !== "reasoning");
  if (items.length > 0) return items;
  throw new BadRequest("Missing required parameter: 'input'.");
}

function messageOf(item: Json): Message {
  switch (item.type ?? "message") {
    case "message":
      return spokenOf(item);
    case "function_call":
      return { role: "assistant", text: "", calls: [callOf(item)] };
    case "function_call_output": {
      const output = contentOf(item.output);
      return {
        role: "tool",
        callId: callIdOf(item),
        text: output,
        failed: looksFailed(output),
      };
    }
    case "item_reference":
      throw keepsNothing("item_reference");
    default:
      throw new BadRequest(
        `Invalid value: '${item.type}'. Supported values are: 'message', 'function_call', 'function_call_output', and 'reasoning'.`,
      );
  }
}

function spokenOf({ role, content }: Json): Message {
  const text = contentOf(content);
  if (role === "system" || role === "developer") {
    return { role: "system", text, calls: [] };
  }
  if (role !== "user" && role !== "assistant") {
    throw new BadRequest(
      `Invalid value: '${role}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.`,
    );
  }
  return { role, text, calls: [] };
}

function callOf(item: Json): Call {
  return {
    id: callIdOf(item),
    name: text(item.name) ?? "",
    args: objectFrom(parsed(text(item.arguments) ?? "")),
  };
}

function callIdOf(item: Json): string {
  const id = text(item.call_id);
  if (id !== undefined) return id;
  throw new BadRequest("Missing required parameter: 'call_id'.");
}

function piecesOf(item: Json): string[] {
  return item.type === "function_call"
    ? [text(item.name) ?? "", text(item.arguments) ?? ""]
    : [text(item.role) ?? "", contentOf(item.content ?? item.output)];
}

function choiceOf(choice: unknown): ToolChoice {
  if (choice === "none" || choice === "required") return choice;
  return isJson(choice) && choice.type === "function"
    ? { name: text(choice.name) ?? "" }
    : "auto";
}

function formatOf(settings: unknown): Json | undefined {
  const { format } = objectFrom(settings);
  if (!isJson(format)) return undefined;
  if (format.type === "json_object") return {};
  return isJson(format.schema) ? format.schema : undefined;
}

function keepsNothing(name: string): BadRequest {
  return new BadRequest(
    `Unsupported parameter: '${name}'. This model keeps nothing from one request to the next: send the whole conversation in 'input'.`,
  );
}
