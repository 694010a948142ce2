import { isJson, type Json } from "../../base/json.ts";
import { blocksIn, givenJson, seen } from "./_content.ts";
import { type PromptPart, string } from "./_part.ts";

/**
 * Types of tools that the program runs though the vendor defines them; a vendor
 * puts a date behind some. All other types are run by the provider.
 */
const BY_PROGRAM =
  /^(function|custom|bash|text_editor|computer|memory|local_shell|shell|apply_patch)(_|$)/;

/** Tool definitions, one part each: their JSON is what the model is sent. */
export function toolParts(tools: unknown): PromptPart[] {
  return blocksIn(tools).map(toolPart);
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
  const inner = tool.function;
  if (!isJson(inner) || seen(inner) === inner) return givenJson(tool, text);
  return givenJson({ ...tool, function: seen(inner) });
}

/** The schema that a reply has to follow, which the model is given too. */
export function schemaParts(format: unknown): PromptPart[] {
  if (!isJson(format) || format.type !== "json_schema") return [];
  return [{ kind: "output_schema", text: JSON.stringify(format) }];
}
