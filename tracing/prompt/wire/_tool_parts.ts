import { isJson, type Json } from "../../base/json.ts";
import { givenJson } from "./_content.ts";
import { objects, type PromptPart, string } from "./_part.ts";

/**
 * Types of tools that the program runs though the vendor defines them; a vendor
 * puts a date behind some. All other types are run by the provider.
 */
const BY_PROGRAM =
  /^(function|custom|bash|text_editor|computer|memory|local_shell|shell|apply_patch)(_|$)/;

/** Tool definitions, one part each: their JSON is what the model is sent. */
export function toolParts(tools: unknown): PromptPart[] {
  return objects(tools).map(toolPart);
}

function toolPart(tool: Json): PromptPart {
  const text = JSON.stringify(tool);
  const inner = isJson(tool.function) ? tool.function : tool;
  const type = string(tool.type);
  return {
    kind: "tools",
    text,
    given: givenTool(tool, text),
    tool: {
      name: string(inner.name) ?? "",
      description: string(inner.description) ?? "",
      byProvider: tool.defer_loading === true ||
        (type !== undefined && !BY_PROGRAM.test(type)),
    },
  };
}

/** Gateways take a mark for the cache on either level. */
function givenTool(tool: Json, text: string): string {
  if (!isJson(tool.function) || !("cache_control" in tool.function)) {
    return givenJson(tool, text);
  }
  const { cache_control: _, ...inner } = tool.function;
  return givenJson({ ...tool, function: inner });
}

/** The schema that a reply has to follow, which the model is given too. */
export function schemaParts(format: unknown): PromptPart[] {
  if (!isJson(format) || format.type !== "json_schema") return [];
  return [{ kind: "output_schema", text: JSON.stringify(format) }];
}
