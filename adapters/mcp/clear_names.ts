import { rememberServer } from "../../tracing/base/tool_servers.ts";
import { cleanName, freeName } from "./_shown_names.ts";
import type { McpTool } from "./types.ts";

/**
 * Shows tools by names that a framework does not use itself: one whose name is
 * taken is shown as `<server>__<tool>`, or with a number behind that.
 *
 * @param tools The tools of a pool.
 * @param taken The names to keep clear of.
 * @returns The same tools in the same order.
 */
export function clearNames(
  tools: readonly McpTool[],
  taken: readonly string[],
): readonly McpTool[] {
  const used = new Set([...taken, ...tools.map(({ shownName }) => shownName)]);
  const numbers = new Map<string, number>();
  return tools.map((tool) => {
    if (!taken.includes(tool.shownName)) return remembered(tool);
    const wanted = cleanName(`${tool.server}__${tool.name}`);
    const shownName = freeName(wanted, numbers, (name) => used.has(name));
    used.add(shownName);
    return remembered({ ...tool, shownName });
  });
}

/** A pool of the program's own has not told whose its tools are. */
function remembered(tool: McpTool): McpTool {
  rememberServer({ ...tool, name: tool.shownName }, tool.server);
  return tool;
}
