import { isJson, type Json } from "../../../tracing/base/json.ts";
import {
  objectFrom,
  objectsIn,
  parsed,
  referenced,
  stringsIn,
  text,
} from "./json.ts";
import type { ModelRequest, Tool } from "./request.ts";

/** A tool that a plan may name, and the server that has it. */
export interface PlannableTool extends Tool {
  /** The server, where the list says. */
  readonly server: string | null;
}

/**
 * The tools that a plan may name: from the list in the system text, narrowed
 * to the names that the reply's schema allows.
 */
export function plannableTools(request: ModelRequest): PlannableTool[] {
  const listed = request.messages.flatMap((message) =>
    message.role === "system" ? toolsIn(message.text) : []
  );
  const allowed = allowedNames(request.format ?? {});
  if (allowed === undefined) return listed;
  return allowed.map((name) =>
    listed.find((tool) => tool.name === name) ??
      { name, description: "", schema: {}, server: null }
  );
}

/** The properties that a step of the plan has, with their schemas. */
export function stepProperties(format: Json): Json | undefined {
  const { items } = objectFrom(objectFrom(format.properties).steps);
  const { $ref } = objectFrom(items);
  const step = typeof $ref === "string" ? referenced($ref, format) : items;
  const { properties } = objectFrom(step);
  return isJson(properties) ? properties : undefined;
}

function allowedNames(format: Json): string[] | undefined {
  const tool = stepProperties(format)?.tool;
  if (!isJson(tool)) return undefined;
  const choices = [tool, ...objectsIn(tool.anyOf ?? tool.oneOf)]
    .find((choice) => Array.isArray(choice.enum));
  return choices === undefined ? undefined : stringsIn(choices.enum);
}

function toolsIn(text: string): PlannableTool[] {
  for (const list of arraysIn(text)) {
    const tools = objectsIn(list).flatMap(toolOf);
    if (tools.length > 0) return tools;
  }
  return [];
}

function toolOf(tool: Json): PlannableTool[] {
  const name = text(tool.name);
  if (name === undefined) return [];
  const schema = tool.inputSchema ?? tool.input_schema ?? tool.parameters;
  return [{
    name,
    description: text(tool.description) ?? "",
    schema: objectFrom(schema),
    server: text(tool.server) ?? null,
  }];
}

/** Brackets that begin no JSON, after which no more are tried. */
const MOST_TRIES = 100;

/** The JSON arrays in a text. */
function* arraysIn(text: string): Generator<unknown> {
  let start = text.indexOf("[");
  let tries = 0;
  while (start >= 0 && tries < MOST_TRIES) {
    const end = endOfArray(text, start);
    const value = end < 0 ? undefined : parsed(text.slice(start, end + 1));
    if (value !== undefined) yield value;
    else tries++;
    start = text.indexOf("[", value === undefined ? start + 1 : end);
  }
}

/** The place of the bracket that closes the one at `start`; -1 for none. */
function endOfArray(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (quoted && char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === "[") depth++;
    else if (!quoted && char === "]" && --depth === 0) return at;
  }
  return -1;
}
