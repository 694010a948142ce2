// deno-lint-ignore-file no-console -- a program of a test
/**
 * Opens the first pool of a program inside of a run, and prints the run that is
 * current where a request comes in after that.
 *
 * @module
 */

import { McpPool, parseMcpConfig } from "@turnspan/turnspan/mcp";
import { currentRun, traceRun } from "@turnspan/turnspan";

await using server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  () => new Response(`run: ${currentRun()?.runId ?? "none"}`),
);
const config = parseMcpConfig(
  '{"mcpServers": {"none": {"command": "no-such-command"}}}',
  "mcp.json",
);
await traceRun({ runner: "mine", model: "gpt-5" }, async () => {
  await McpPool.open(config).catch(() => {});
});
const reply = await fetch(`http://127.0.0.1:${server.addr.port}`);
console.log(await reply.text());
