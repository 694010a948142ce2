/** A stdio server whose tools continue the caller's trace into a file. */

import { trace } from "@opentelemetry/api";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
import { tracedTool } from "../../../adapters/mcp.ts";
import { initTracing } from "../../../tracing/init.ts";

await initTracing("traced-server");

function tracedServer(): McpServer {
  const server = new McpServer({ name: "traced", version: "1.0.0" });
  server.registerTool(
    "add",
    { inputSchema: z.object({ a: z.number(), b: z.number() }) },
    tracedTool("add", ({ a, b }: { a: number; b: number }) => {
      trace.getTracer("mine").startSpan("adding").end();
      return { content: [{ type: "text" as const, text: String(a + b) }] };
    }),
  );
  server.registerTool(
    "refuse",
    { inputSchema: z.object({}) },
    tracedTool("refuse", () => ({
      content: [{ type: "text" as const, text: "no" }],
      isError: true,
    })),
  );
  server.registerTool(
    "throw",
    { inputSchema: z.object({}) },
    tracedTool("throw", (): never => {
      throw new RangeError("marker of what was asked");
    }),
  );
  return server;
}

serveStdio(tracedServer);
