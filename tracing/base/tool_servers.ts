/** What is known of a tool's definition, on both sides. */
export interface DefinedTool {
  /** The name that the model is shown. */
  readonly name: string;
  /** What it says of itself, as far as frameworks hand it on. */
  readonly description?: string | undefined;
}

/** A definition that is known. */
interface KnownTool {
  /** The beginning of what it says of itself. */
  readonly beginning: string;
  /** Its server; `undefined` where there are two. */
  server: string | undefined;
}

/**
 * Definitions of one name that are kept: a server may write one anew each time
 * that it is asked.
 */
const MOST_OF_A_NAME = 32;

/** The definitions by name. */
const known = new Map<string, KnownTool[]>();

/**
 * Remembers which MCP server a tool's definition is of. Requests hold only the
 * definition, and an agent may be made of tools long before its first run: so
 * this is known in the whole process.
 *
 * @param tool The definition.
 * @param server The server's name.
 */
export function rememberServer(tool: DefinedTool, server: string): void {
  const beginning = textOf(tool).slice(0, BEGINNING);
  const tools = known.get(tool.name) ?? [];
  const same = tools.find((one) => one.beginning === beginning);
  if (same === undefined) {
    const all = [...tools, { beginning, server }];
    known.set(tool.name, all.slice(-MOST_OF_A_NAME));
  } else if (same.server !== server) same.server = undefined;
}

/**
 * Tells which MCP server a tool's definition is of.
 *
 * @param tool The definition, as a model is sent it.
 * @returns The server's name, or `local` where none or more than one is known.
 */
export function serverOf(tool: DefinedTool): string {
  const tools = known.get(tool.name) ?? [];
  const text = tools.length > 0 ? textOf(tool) : "";
  const same = tools.filter(({ beginning }) =>
    beginning === text.slice(0, BEGINNING)
  );
  const found = same.length > 0
    ? same
    : tools.filter(({ beginning }) => isChanged(text, beginning));
  const servers = new Set(found.map(({ server }) => server));
  const [server] = servers.size === 1 ? servers : [];
  return server ?? claudeServer(tool.name) ?? "local";
}

/** What a framework or a gateway keeps of a description at the least. */
const BEGINNING = 100;

/** What says enough to be known again by a part of it. */
const TELLING = 20;

/** How far into a description anybody looks. */
const LOOKED_AT = 1_000;

/** Whether a text has something before what is known, or was cut soon. */
function isChanged(text: string, beginning: string): boolean {
  const end = ["…", "..."].find((one) => text.endsWith(one)) ?? "";
  const cut = text.slice(0, text.length - end.length);
  return beginning.length >= TELLING && text.includes(beginning) ||
    cut.length >= TELLING && beginning.startsWith(cut);
}

/** A description without its line ends and indents. */
function textOf({ description }: DefinedTool): string {
  // A pool of a program's own may have anything there.
  if (typeof description !== "string") return "";
  // Not by a pattern: the engine keeps the text that one matched last.
  return ["\r", "\n", "\t"].reduce(
    (text, blank) => text.replaceAll(blank, " "),
    description.slice(0, LOOKED_AT),
  ).split(" ").filter((word) => word !== "").join(" ");
}

/** The servers by what the Claude CLI puts before the names of their tools. */
const cliServers = new Map<string, string | undefined>();

/**
 * Remembers how the Claude CLI names the tools of a server.
 *
 * @param name What the CLI calls the server.
 * @param server The server's name.
 */
export function rememberCliServer(name: string, server: string): void {
  const prefix = cliPrefix(name);
  const isAnother = cliServers.has(prefix) && cliServers.get(prefix) !== server;
  cliServers.set(prefix, isAnother ? undefined : server);
}

/**
 * What the Claude CLI puts before the names of a server's tools.
 *
 * @param server The server's name, which may hold what the CLI replaces.
 * @returns The beginning of the names.
 */
export function cliPrefix(server: string): string {
  return `mcp__${server.replace(/[^a-zA-Z0-9_-]/g, "_")}__`;
}

function claudeServer(name: string): string | undefined {
  // A server's name may itself hold what separates it from the tool's.
  const [longest] = [...cliServers.keys()]
    .filter((prefix) => name.startsWith(prefix))
    .sort((one, other) => other.length - one.length);
  return longest === undefined
    ? /^mcp__(.+?)__/.exec(name)?.[1]
    : cliServers.get(longest);
}
