import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { SERVERS } from "./servers.ts";

/** A tool as its server lists it. */
type ListedTool = Awaited<ReturnType<Client["listTools"]>>["tools"][number];

/**
 * Starts the server, and lists its tools.
 *
 * @returns The tools.
 */
export async function listedTools(): Promise<readonly ListedTool[]> {
  const client = new Client({ name: "bench", version: "1.0.0" });
  await client.connect(
    new StdioClientTransport({ ...SERVERS.bench, env: Deno.env.toObject() }),
  );
  const { tools } = await client.listTools();
  return tools;
}
