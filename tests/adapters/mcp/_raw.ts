import { type McpCallResult, McpPool } from "../../../adapters/mcp.ts";
import { config, stdio } from "../_setup.ts";

const SERVER = new URL("../_servers/raw_server.ts", import.meta.url).pathname;

/** A whole reply, as it goes over the wire; its id is put in by the server. */
export function reply(outcome: Record<string, unknown>): string {
  return JSON.stringify({ jsonrpc: "2.0", id: "$id", ...outcome })
    .replace('"$id"', "$id");
}

/** What a server says that has the given tools, and answers as told. */
export function replies(
  tools: readonly unknown[],
  calls: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    initialize: reply({
      result: {
        protocolVersion: "2025-11-25",
        capabilities: { tools: {} },
        serverInfo: { name: "raw", version: "1" },
      },
    }),
    "tools/list": reply({ result: { tools } }),
    ...calls,
  };
}

/** An entry for the stdio server that says just what it is told. */
export function raw(
  said: Readonly<Record<string, string>>,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const { command } = stdio();
  const program = ["run", "--quiet", "--no-lock", "--no-config", SERVER];
  return {
    command,
    args: [...program, JSON.stringify({ replies: said })],
    timeout: 20_000,
    ...more,
  };
}

/** A result of one text. */
export const text = (text: string) => ({ content: [{ type: "text", text }] });

/** A tool of a server's list. */
export const tool = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  inputSchema: { type: "object" },
  ...more,
});

/** Calls each of the tools that a server answers for, by its name. */
export async function callAll(
  calls: Readonly<Record<string, string>>,
  tools: readonly unknown[] = Object.keys(calls).map((name) => tool(name)),
): Promise<Record<string, McpCallResult>> {
  await using pool = await McpPool.open(
    config({ raw: raw(replies(tools, calls)) }),
  );
  const results: Record<string, McpCallResult> = {};
  for (const name of Object.keys(calls)) {
    results[name] = await pool.call({ server: "raw", tool: name });
  }
  return results;
}
