// deno-lint-ignore-file no-console
/**
 * A stdio server that tells what it was sent, and some of whose tools never
 * end well. Its argument is put before each tool's name.
 */

import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

const [prefix = ""] = Deno.args;
const nothing = { inputSchema: z.object({}) };
const reads = { annotations: { readOnlyHint: true } };
const text = (text: string) => ({ content: [{ type: "text" as const, text }] });

serveStdio(() => {
  const server = new McpServer({ name: "tools", version: "1.0.0" });
  server.registerTool(
    `${prefix}sent`,
    nothing,
    (_, { mcpReq }) =>
      text(JSON.stringify({
        meta: mcpReq._meta ?? {},
        env: Deno.env.get("TRACEPARENT") ?? null,
      })),
  );
  server.registerTool(
    `${prefix}echo`,
    { inputSchema: z.object({ text: z.string() }) },
    (input) => text(input.text),
  );
  server.registerTool(
    `${prefix}fail`,
    { inputSchema: z.object({ text: z.string().optional() }) },
    (input) => ({ ...text(input.text ?? "it broke"), isError: true }),
  );
  server.registerTool(`${prefix}tell`, nothing, () => {
    console.error("telling");
    return text("told");
  });
  server.registerTool(`${prefix}die`, nothing, () => Deno.exit(7));
  server.registerTool(`${prefix}hang`, { ...nothing, ...reads }, () => {
    console.error(`hanging ${Deno.pid}`);
    return new Promise<never>(() => {});
  });
  return server;
});
