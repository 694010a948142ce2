import { assertEquals } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { SseMcpServer } from "../_servers/sse_server.ts";
import { config, inRun, Spans } from "../_setup.ts";

const ECHO = { server: "docs", tool: "echo", input: { text: "hello" } };

Deno.test("McpPool speaks HTTP with SSE where the file says so", async () => {
  using spans = new Spans();
  await using server = new SseMcpServer();
  await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ docs: { url: server.url, type: "sse" } }),
    );
    await run.turn(async () => {
      assertEquals(await pool.call(ECHO), { text: "hello", isError: false });
    });
  });
  assertEquals(server.seen[0], "GET /sse");
  assertEquals(
    spans.tree(),
    `agent.run
  tools/list
    POST
    POST
    POST
  agent.turn
    tool.call echo
      POST`,
  );
});

Deno.test("McpPool falls back to SSE where the URL takes no POST", async () => {
  await using server = new SseMcpServer();
  await using pool = await McpPool.open(config({ docs: { url: server.url } }));
  assertEquals(await pool.call(ECHO), { text: "hello", isError: false });
  assertEquals(server.seen.slice(0, 2), ["POST /sse", "GET /sse"]);
});

Deno.test("McpPool.call() fails when an SSE stream breaks, and connects again", async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  await using server = new SseMcpServer(() => resolve());
  await using pool = await McpPool.open(
    config({ docs: { url: server.url, type: "sse" } }),
  );
  const call = pool.call({ server: "docs", tool: "hang" });
  await arrived;
  server.breakStream();
  assertEquals((await call).errorType, "McpServerError");
  assertEquals(await pool.call(ECHO), { text: "hello", isError: false });
});
