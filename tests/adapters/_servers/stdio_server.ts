// deno-lint-ignore-file no-console
/**
 * A stdio server that misbehaves on purpose: its first argument says how it
 * starts, and some of its tools never end well.
 */

import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
import { toolsServer } from "./tools.ts";

const [mode = "serve", name = "other"] = Deno.args;
const nothing = { inputSchema: z.object({}) };
const text = (text: string) => ({ content: [{ type: "text" as const, text }] });
const write = (line: string) =>
  void Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
const forever = () => new Promise<never>(() => {});

/** Tools that end the process, or write to the wire by themselves. */
function badServer(): McpServer {
  const server = toolsServer((tool) => console.error(`${tool} has arrived`));
  server.registerTool("pid", nothing, () => text(String(Deno.pid)));
  server.registerTool("cwd", nothing, () => text(Deno.cwd()));
  server.registerTool(
    "env",
    nothing,
    () => text(JSON.stringify(Deno.env.toObject())),
  );
  server.registerTool("die", nothing, () => {
    console.error("out of memory, as planned");
    Deno.exit(7);
  });
  server.registerTool("rubbish", nothing, () => {
    write("Listening on port 8080");
    write('{"not": "a message"}');
    return text("after the rubbish");
  });
  server.registerTool("malformed", nothing, (_, { mcpReq }) => {
    const result = { content: "no list" };
    write(JSON.stringify({ jsonrpc: "2.0", id: mcpReq.id, result }));
    return forever();
  });
  server.registerTool("rpc_error", nothing, (_, { mcpReq }) => {
    const error = { code: -32050, message: "the historian is off" };
    write(JSON.stringify({ jsonrpc: "2.0", id: mcpReq.id, error }));
    return forever();
  });
  // A child of its own that keeps the pipes open.
  server.registerTool("spawn", nothing, () => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "setTimeout(() => {}, 600_000)"],
      stdin: "null",
    }).spawn();
    return text(String(child.pid));
  });
  return server;
}

/** Lists three tools, or as many as it is told, one a page. */
function pagedServer(): McpServer {
  const last = (Number(name) || 3) - 1;
  const server = toolsServer();
  server.server.setRequestHandler("tools/list", ({ params }) => {
    const page = Number(params?.cursor ?? 0);
    return {
      tools: [{ name: `tool_${page}`, inputSchema: { type: "object" } }],
      ...(page < last ? { nextCursor: String(page + 1) } : {}),
    };
  });
  return server;
}

/** Cannot list its tools: it fails, or it never answers. */
function listlessServer(answer: () => never | Promise<never>): McpServer {
  const server = toolsServer();
  server.server.setRequestHandler("tools/list", answer);
  return server;
}

/** Has one tool, of the given name. */
function oneToolServer(): McpServer {
  const server = new McpServer({ name: "one", version: "1.0.0" });
  server.registerTool(name, nothing, () => text(`from ${name}`));
  return server;
}

switch (mode) {
  case "serve":
    serveStdio(badServer);
    break;
  case "modern":
    serveStdio(() => toolsServer(), { legacy: "reject" });
    break;
  case "paged":
    serveStdio(pagedServer);
    break;
  case "list-error":
    console.error("the catalogue is locked");
    serveStdio(() =>
      listlessServer(() => {
        throw new Error("cannot read the catalogue");
      })
    );
    break;
  case "list-hang":
    serveStdio(() => listlessServer(forever));
    break;
  case "one-tool":
    serveStdio(oneToolServer);
    break;
  case "exit":
    for (let line = 1; line <= 30; line++) console.error(`line ${line}`);
    console.error("\x1b[31mcannot open the database\x1b[0m");
    Deno.exit(3);
    break;
  case "deaf":
    // Reads nothing, answers nothing, and does not end with its input.
    console.error(`pid ${Deno.pid}`);
    Deno.addSignalListener("SIGTERM", () => {});
    setInterval(() => {}, 60_000);
    break;
}
