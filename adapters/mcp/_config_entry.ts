import { resolve } from "node:path";
import { z } from "zod";
import { isJson } from "../../tracing/base/json.ts";
import { McpConfigError } from "./config_error.ts";
import type { McpHttpServer, McpStdioServer } from "./types.ts";

/** Milliseconds that one tool call may take. */
const CALL_TIMEOUT = 60_000;

/** The longest time that a timer can wait. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** A reference to a variable: `${NAME}` or `${NAME:-default}`. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

const ENTRY = z.looseObject({
  type: z.enum(["stdio", "http", "streamable-http", "sse"]).optional(),
  command: z.string().min(1).optional(),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  cwd: z.string().min(1).optional(),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  timeout: z.number().positive().max(MAX_TIMEOUT).optional(),
  disabled: z.boolean().optional(),
});

type Entry = z.infer<typeof ENTRY>;

/** Throws, with the place in the file: the entry's own, unless given. */
type Refuse = (problem: string, at?: string) => never;

/** Where an entry comes from. */
interface EntryContext {
  readonly source: string;
  /** The folder of the file. */
  readonly folder: string;
  readonly env: (name: string) => string | undefined;
}

/** Reads one entry; `undefined` for one that says `"disabled": true`. */
export function readEntry(
  name: string,
  value: unknown,
  context: EntryContext,
): McpStdioServer | McpHttpServer | undefined {
  const place = `mcpServers.${name}`;
  const refuse: Refuse = (problem, at = place) => {
    throw new McpConfigError(context.source, `${at} ${problem}`, { place: at });
  };
  if (name === "local") {
    refuse('is no name for a server: "local" stands for this process\'s tools');
  }
  if (name.trim() === "") refuse("is an entry with an empty name");
  const entry = readFields(value, { place, env: context.env, refuse });
  if (entry.disabled === true) return undefined;
  const { command, url } = entry;
  if (command !== undefined && url !== undefined) {
    return refuse("has both command and url: keep the one that is meant");
  }
  if (command !== undefined) {
    return stdioServer(command, entry, context, refuse);
  }
  if (url !== undefined) return httpServer(url, entry, refuse, place);
  return refuse('has neither "command" nor "url"');
}

/** Puts variables in, and checks the type of each field. */
function readFields(
  value: unknown,
  { place, env, refuse }: Pick<EntryContext, "env"> & {
    readonly place: string;
    readonly refuse: Refuse;
  },
): Entry {
  const missing = (variable: string, at: string) =>
    refuse(`names ${variable}, which is not set`, at);
  const parsed = ENTRY.safeParse(expand(value, { env, place, missing }));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const at = [place, ...(issue?.path ?? []).map(String)].join(".");
  return refuse(`is not valid: ${issue?.message}`, at);
}

function stdioServer(
  command: string,
  entry: Entry,
  context: EntryContext,
  refuse: Refuse,
): McpStdioServer {
  const { type, args = [], env = {}, cwd = "." } = entry;
  if (type !== undefined && type !== "stdio") {
    refuse(`has a command, and so cannot be of type "${type}"`);
  }
  return {
    type: "stdio",
    command,
    args,
    env,
    cwd: resolve(context.folder, cwd),
    timeout: entry.timeout ?? CALL_TIMEOUT,
  };
}

function httpServer(
  url: string,
  entry: Entry,
  refuse: Refuse,
  place: string,
): McpHttpServer {
  const { type, headers = {} } = entry;
  if (type === "stdio") refuse('has a url, and so cannot be of type "stdio"');
  const { protocol } = URL.parse(url) ?? {};
  if (protocol !== "http:" && protocol !== "https:") {
    refuse(`is not an http or https URL`, `${place}.url`);
  }
  try {
    new Headers(headers);
  } catch {
    refuse(
      "holds a name or a value that HTTP does not allow",
      `${place}.headers`,
    );
  }
  return {
    type: type === "sse" ? "sse" : "http",
    url,
    headers,
    timeout: entry.timeout ?? CALL_TIMEOUT,
  };
}

/** How variables are looked up. */
interface ExpandOptions {
  readonly env: (name: string) => string | undefined;
  /** Where the value stands, for messages. */
  readonly place: string;
  /** Refuses a variable with neither a value nor a default. */
  readonly missing: (name: string, place: string) => never;
}

/** Puts variables in the place of `${NAME}`, in every string of a value. */
function expand(value: unknown, options: ExpandOptions): unknown {
  const { env, place, missing } = options;
  if (typeof value === "string") {
    // Behind the last brace nothing can end, which would be found out anew from
    // each beginning.
    const end = value.lastIndexOf("}") + 1;
    return value.slice(0, end).replace(
      VARIABLE,
      (_, name: string, fallback: string | undefined) =>
        env(name) ?? fallback ?? missing(name, place),
    ) + value.slice(end);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      expand(item, { ...options, place: `${place}.${index}` })
    );
  }
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      expand(item, { ...options, place: `${place}.${key}` }),
    ]),
  );
}
