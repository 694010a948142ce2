import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { McpPool } from "../../../adapters/mcp.ts";
import { config } from "../_setup.ts";

const SERVER = fileURLToPath(
  import.meta.resolve("../_servers/large_server.ts"),
);

const large = {
  command: Deno.execPath(),
  args: ["run", "--quiet", "--no-prompt", "--no-lock", "--no-config", SERVER],
};

Deno.test("McpPool.call() takes a reply of 60 MB, and the program goes on meanwhile", async () => {
  await using pool = await McpPool.open(config({ large }), { run: null });
  let turns = 0;
  const timer = setInterval(() => turns++, 1);

  const { text, isError } = await pool.call({
    server: "large",
    tool: "large",
    input: { megabytes: 60 },
  });

  clearInterval(timer);
  assertEquals([text.length, isError], [30e6, false]);
  assertEquals(text.slice(-3), "ééé");
  assert(turns > 10, `${turns} turns of the event loop`);
});
