import { assertEquals, assertRejects } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { HttpMcpServer } from "../_servers/http_server.ts";
import { config, stdio } from "../_setup.ts";
import { raw, replies } from "./_raw.ts";

const STOP = new DOMException("enough", "AbortError");

/** Opens a pool until a server has been named, and tells what was said. */
async function silenceAtStart(
  servers: Record<string, unknown>,
): Promise<string[]> {
  const stop = new AbortController();
  const said: string[] = [];
  await assertRejects(() =>
    McpPool.open(config(servers), {
      signal: stop.signal,
      silenceMs: 1_500,
      onSilence(server, request) {
        said.push(`${server}: ${request}`);
        stop.abort(STOP);
      },
    }), DOMException);
  return said;
}

Deno.test("McpPool.open() names a silent server while it waits for it", async () => {
  const { "tools/list": list = "", initialize = "" } = replies([]);
  const well = raw({ "tools/list": list, initialize });
  assertEquals(
    await silenceAtStart({ well, mute: raw({}) }),
    ["mute: initialize"],
  );
  assertEquals(
    await silenceAtStart({ well, listless: raw({ initialize }) }),
    ["listless: tools/list"],
  );
  await using server = new HttpMcpServer({
    intercept: () => new Response(new ReadableStream()),
  });
  assertEquals(
    await silenceAtStart({ well, far: { url: server.url } }),
    ["far: initialize"],
  );
});

Deno.test("McpPool.call() names a silent server once a call, and waits on", async () => {
  const said: string[] = [];
  await using pool = await McpPool.open(
    config({ slow: stdio([], { timeout: 400 }) }),
    {
      silenceMs: 50,
      onSilence: (server, request) => void said.push(`${server}: ${request}`),
    },
  );
  said.length = 0;
  const { errorType } = await pool.call({ server: "slow", tool: "hang" });
  assertEquals(errorType, "timeout");
  assertEquals(said, ["slow: tools/call"]);
});

Deno.test("McpPool.call() names nobody whose timeout comes first", async () => {
  const said: string[] = [];
  await using pool = await McpPool.open(
    config({ slow: stdio([], { timeout: 50 }) }),
    { onSilence: (server) => void said.push(server) },
  );
  await pool.call({ server: "slow", tool: "hang" });
  assertEquals(said, []);
});
