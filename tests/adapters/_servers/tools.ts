import { McpServer, type ServerContext } from "@modelcontextprotocol/server";
import { z } from "zod";

/** What tells a test that a call has arrived, whatever becomes of it. */
type Arrived = (tool: string) => void;

const text = (text: string) => ({ content: [{ type: "text" as const, text }] });

/** A server whose tools tell what they were given, and how they were run. */
export function toolsServer(arrived: Arrived = () => {}): McpServer {
  const server = new McpServer({ name: "tools", version: "1.0.0" });
  server.registerTool("echo", {
    title: "Echo",
    description: "Says it again",
    annotations: { readOnlyHint: true },
    inputSchema: z.object({ text: z.string() }),
  }, (args) => text(args.text));
  server.registerTool(
    "meta",
    { inputSchema: z.object({}) },
    (_, context) => text(JSON.stringify(context.mcpReq._meta ?? {})),
  );
  server.registerTool("parts", { inputSchema: z.object({}) }, () => ({
    content: [
      { type: "text" as const, text: "one" },
      { type: "image" as const, data: "AAAA", mimeType: "image/png" },
      { type: "text" as const, text: "two" },
    ],
  }));
  server.registerTool(
    "is_error",
    { inputSchema: z.object({}) },
    () => ({ ...text("no such asset"), isError: true }),
  );
  server.registerTool(
    "says_nothing",
    { inputSchema: z.object({}) },
    () => ({ content: [], isError: true }),
  );
  server.registerTool("structured", {
    inputSchema: z.object({ sum: z.unknown() }),
    outputSchema: z.object({ sum: z.number() }),
  }, (args) => ({
    content: [],
    structuredContent: args as unknown as { sum: number },
  }));
  server.registerTool(
    "hang",
    { inputSchema: z.object({}) },
    (_, context) => {
      arrived("hang");
      return untilCancelled(context);
    },
  );
  return server;
}

/** Never answers: a call that has been given up wants no answer. */
export function untilCancelled(
  context: ServerContext,
): Promise<ReturnType<typeof text>> {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof text>>();
  context.mcpReq.signal.addEventListener("abort", () => resolve(text("late")));
  return promise;
}
