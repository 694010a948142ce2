import { dirname } from "node:path";
import { isJson } from "../../tracing/base/json.ts";
import { errorMessage } from "../../tracing/privacy/failure.ts";
import { addSecrets } from "../../tracing/privacy/redact.ts";
import { ownVariable } from "./_child_env.ts";
import { readEntry } from "./_config_entry.ts";
import { McpConfigError } from "./config_error.ts";
import { parseJson } from "./_parse_json.ts";
import type { McpConfig, McpHttpServer, McpStdioServer } from "./types.ts";

/** Options for {@linkcode parseMcpConfig} and {@linkcode loadMcpConfig}. */
export interface McpConfigOptions {
  /**
   * Looks up a variable that the file names as `${NAME}` or
   * `${NAME:-default}`.
   *
   * @default {Deno.env.get, where the variable may be read}
   */
  readonly env?: (name: string) => string | undefined;
}

/**
 * Reads the text of an `mcp.json`, in the form that MCP clients share:
 * `{"mcpServers": {"<name>": {"command", "args"?, "env"?, "cwd"?} or
 * {"url", "headers"?, "type"?}}}`, either with `timeout`, the milliseconds
 * that one tool call may take (60000 unless given).
 *
 * A stdio server runs in the folder of the file, or in `cwd`, relative to it,
 * so that relative paths mean the same wherever the program was started.
 * `${NAME}` and `${NAME:-default}` stand for variables of the environment, in
 * every string. Values of `env` and `headers` are kept out of spans.
 *
 * @example Usage
 * ```ts
 * import { parseMcpConfig } from "@turnspan/turnspan/mcp";
 * import { assertEquals } from "@std/assert";
 *
 * const config = parseMcpConfig(
 *   '{"mcpServers": {"iot": {"command": "iot-server"}}}',
 *   "/etc/agent/mcp.json",
 * );
 * assertEquals(config.servers.get("iot"), {
 *   type: "stdio",
 *   command: "iot-server",
 *   args: [],
 *   env: {},
 *   cwd: "/etc/agent",
 *   timeout: 60_000,
 * });
 * ```
 *
 * @param text The text.
 * @param source The file it comes from: for messages, and for its folder.
 * @param options Additional options.
 * @returns The servers.
 * @throws {McpConfigError} If the text cannot be used, with the place in it.
 */
export function parseMcpConfig(
  text: string,
  source: string,
  options: McpConfigOptions = {},
): McpConfig {
  const { env = ownVariable } = options;
  const json = parseJson(text, source);
  const entries = isJson(json) ? json.mcpServers : undefined;
  if (!isJson(entries)) {
    throw new McpConfigError(
      source,
      'mcpServers is not an object: expected {"mcpServers": {"<name>": {…}}}',
      { place: "mcpServers" },
    );
  }
  const servers = new Map<string, McpStdioServer | McpHttpServer>();
  const folder = dirname(source);
  for (const [name, entry] of Object.entries(entries)) {
    const server = readEntry(name, entry, { source, folder, env });
    if (server !== undefined) servers.set(name, server);
  }
  for (const server of servers.values()) addSecrets(secretsOf(server));
  return { source, servers };
}

/**
 * Reads an `mcp.json`; see {@linkcode parseMcpConfig}.
 *
 * @example Usage
 * ```ts
 * import { loadMcpConfig } from "@turnspan/turnspan/mcp";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".json" });
 * await Deno.writeTextFile(
 *   path,
 *   '{"mcpServers": {"docs": {"url": "https://example.com/mcp"}}}',
 * );
 * const { servers } = await loadMcpConfig(path);
 * assertEquals([...servers.keys()], ["docs"]);
 * await Deno.remove(path);
 * ```
 *
 * @param path The file.
 * @param options Additional options.
 * @returns The servers.
 * @throws {McpConfigError} If the file cannot be read or used.
 */
export async function loadMcpConfig(
  path: string,
  options: McpConfigOptions = {},
): Promise<McpConfig> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    const problem = cause instanceof Deno.errors.NotFound
      ? "no such file"
      : errorMessage(cause);
    throw new McpConfigError(path, problem, { cause });
  }
  return parseMcpConfig(text, path, options);
}

/** The values that spans must not hold. */
function secretsOf(server: McpStdioServer | McpHttpServer): string[] {
  if (server.type === "stdio") return Object.values(server.env);
  // "Bearer <token>": the token is as secret as the whole.
  return Object.values(server.headers).flatMap((value) => [
    value,
    value.slice(value.lastIndexOf(" ") + 1),
  ]);
}
