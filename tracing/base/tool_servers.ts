/** The server of each tool definition; `undefined` where there are two. */
const servers = new Map<string, string | undefined>();

/** What is known of a tool's definition, on both sides. */
export interface DefinedTool {
  /** The name that the model is shown. */
  readonly name: string;
  /** What it says of itself, as far as frameworks hand it on. */
  readonly description?: string | undefined;
}

/**
 * Remembers which MCP server a tool's definition is of. Requests hold only the
 * definition, and an agent may be made of tools long before its first run: so
 * this is known in the whole process.
 *
 * @param tool The definition.
 * @param server The server's name.
 */
export function rememberServer(tool: DefinedTool, server: string): void {
  const key = keyOf(tool);
  const isAnother = servers.has(key) && servers.get(key) !== server;
  servers.set(key, isAnother ? undefined : server);
}

/**
 * Tells which MCP server a tool's definition is of.
 *
 * @param tool The definition, as a model is sent it.
 * @returns The server's name, or `local` where none or more than one is known.
 */
export function serverOf(tool: DefinedTool): string {
  return servers.get(keyOf(tool)) ?? claudeServer(tool.name) ?? "local";
}

/** What a framework or a gateway keeps of a description at the least. */
const DESCRIPTION_KEPT = 100;

function keyOf({ name, description = "" }: DefinedTool): string {
  return `${name}\n${description.trim().slice(0, DESCRIPTION_KEPT)}`;
}

/** The Claude CLI names the tools of servers that it starts itself. */
function claudeServer(name: string): string | undefined {
  return /^mcp__(.+?)__/.exec(name)?.[1];
}
