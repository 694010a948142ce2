/**
 * An MCP server over stdio with the failure modes and work orders of a made-up
 * plant: the demo's `workorders` server.
 *
 * What is created lives in the memory of the process.
 *
 * @module
 */

import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
import { failureModes, WorkOrderBook } from "./_work_order_tools.ts";

const asset = z.string().describe('Asset id, for example "CHILLER-6"');

/** Marks tools that change nothing: agents may call several at once. */
const READS = { readOnlyHint: true };

/** Makes the `workorders` server, connected to nothing yet. */
export function createWorkOrdersServer(): McpServer {
  const book = new WorkOrderBook();
  const server = new McpServer({ name: "workorders", version: "1.0.0" });
  server.registerTool("failure_modes", {
    description: "Lists known failure modes and their signs in the readings",
    annotations: READS,
    inputSchema: z.object({
      asset_type: z.string().optional()
        .describe('Type of asset, for example "chiller"'),
    }),
  }, (args) => failureModes(args));
  server.registerTool("list", {
    description: "Lists work orders, of one asset or status if given",
    annotations: READS,
    inputSchema: z.object({
      asset: asset.optional(),
      status: z.enum(["open", "done", "deferred"]).optional(),
    }),
  }, (args) => book.list(args));
  server.registerTool("create", {
    description: "Creates a work order for an asset",
    inputSchema: z.object({
      asset,
      title: z.string().describe("One line"),
      description: z.string().describe("What was found, and what to do"),
      priority: z.enum(["low", "medium", "high"]),
      failure_mode: z.string().optional().describe("Failure mode id, if known"),
    }),
  }, (args) => book.create(args));
  return server;
}

if (import.meta.main) serveStdio(createWorkOrdersServer);
