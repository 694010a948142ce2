/**
 * An MCP server over stdio with the readings of a made-up plant: the demo's
 * `iot` server.
 *
 * Its data set is fixed, needs no network, no file and no permission.
 *
 * @module
 */

import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
import { assets, history, latest, sensors, sites } from "./_iot_tools.ts";

const asset = z.string().describe('Asset id, for example "CHILLER-6"');

/** Marks tools that change nothing: agents may call several at once. */
const READS = { readOnlyHint: true };

/** Makes the `iot` server, connected to nothing yet. */
export function createIotServer(): McpServer {
  const server = new McpServer({ name: "iot", version: "1.0.0" });
  server.registerTool("sites", {
    description: "Lists the sites and the types of asset at each",
    annotations: READS,
    inputSchema: z.object({}),
  }, () => sites());
  server.registerTool("assets", {
    description: "Lists assets, of one site or one type if given",
    annotations: READS,
    inputSchema: z.object({
      site: z.string().optional().describe('Site id, for example "MAIN"'),
      type: z.string().optional().describe('Type, for example "chiller"'),
    }),
  }, (args) => assets(args));
  server.registerTool("sensors", {
    description: "Lists the sensors of an asset and the time they cover",
    annotations: READS,
    inputSchema: z.object({ asset }),
  }, (args) => sensors(args));
  server.registerTool("latest", {
    description: "Reads the last value of every sensor of an asset",
    annotations: READS,
    inputSchema: z.object({ asset }),
  }, (args) => latest(args));
  server.registerTool("history", {
    description: "Reads hourly values of an asset's sensors over a time range",
    annotations: READS,
    inputSchema: z.object({
      asset,
      sensors: z.array(z.string()).min(1).describe("Sensor ids"),
      from: z.string().describe("First hour or day, ISO 8601"),
      to: z.string().describe("Last hour or day, ISO 8601, inclusive"),
    }),
  }, (args) => history(args));
  return server;
}

if (import.meta.main) serveStdio(createIotServer);
