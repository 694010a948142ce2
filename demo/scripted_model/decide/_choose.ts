import { isJson } from "../../../tracing/base/json.ts";
import { objectFrom, objectsIn, stringsIn } from "./json.ts";
import { ownName } from "./_names.ts";
import type { PlannableTool } from "./_tool_list.ts";

const MOST_OF_A_SERVER = 2;
const MOST = 4;

/** Tools that change something, take long, ask the user, or show secrets. */
const AVOID =
  /write|edit|create|delete|remove|move|rename|update|toggle|subscribe|trigger|simulate|long|sampling|elicit|env|image|media|audio|gzip|deprecated/i;

/** Tools that nothing can go wrong with, as far as a name tells. */
const BEST = /echo|sum|list/i;

/** Tools that only say something. */
const GOOD = /get|read|search|find|show/i;

/** A tool to use, and the place of the one whose result it needs. */
export interface ChosenTool {
  /** The tool. */
  readonly tool: PlannableTool;
  /** Index among the chosen tools. */
  readonly after?: number;
}

/**
 * Chooses from tools that the script does not know: those that seem
 * harmless and easy to call, two a server and four at most.
 */
export function usefulTools(tools: readonly PlannableTool[]): ChosenTool[] {
  const servers = [...new Set(tools.map(({ server }) => server))];
  const chosen = servers.flatMap((server) => {
    const own = tools.filter((tool) =>
      tool.server === server && !AVOID.test(ownName(tool.name)) &&
      needs(tool).every((name) => isEasy(tool, name))
    );
    return own.toSorted((a, b) => rank(a) - rank(b))
      .slice(0, MOST_OF_A_SERVER);
  }).slice(0, MOST);
  return chosen.map((tool, index) => {
    const after = chosen.findIndex((other, place) =>
      place < index && other.server === tool.server && supplies(other, tool)
    );
    return after < 0 ? { tool } : { tool, after };
  });
}

function rank(tool: PlannableTool): number {
  const name = ownName(tool.name);
  const byName = BEST.test(name) ? 0 : GOOD.test(name) ? 10 : 20;
  const byNeeds = isPlain(tool) ? 0 : 5;
  return byName + byNeeds + needs(tool).length;
}

/** Whether it says what it needs, or clearly lists what others need. */
function isPlain(tool: PlannableTool): boolean {
  return needs(tool).length > 0 || /list|allowed/i.test(ownName(tool.name));
}

/** Whether one tool lists what another one needs a value of. */
function supplies(lister: PlannableTool, user: PlannableTool): boolean {
  return needs(lister).length === 0 && needs(user).length > 0 &&
    /list|allowed/i.test(ownName(lister.name));
}

function needs({ schema }: PlannableTool): string[] {
  return stringsIn(schema.required);
}

/** Whether a value can be made up: a text, a number, one of a few. */
function isEasy({ schema }: PlannableTool, name: string): boolean {
  const property = objectFrom(schema.properties)[name];
  if (!isJson(property)) return false;
  const kinds = [property, ...objectsIn(property.anyOf)];
  return kinds.some(({ type, enum: choices }) =>
    Array.isArray(choices) ||
    ["string", "number", "integer", "boolean"].includes(String(type))
  );
}
