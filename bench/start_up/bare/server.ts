/** An MCP server with one tool, which traces nothing. */

import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

serveStdio(() => {
  const server = new McpServer({ name: "bench", version: "1.0.0" });
  server.registerTool("latest", {
    description: "The latest of a sensor",
    inputSchema: z.object({ sensor: z.string() }),
  }, () => ({ content: [{ type: "text", text: "312.5 kW" }] }));
  return server;
});
