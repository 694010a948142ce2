import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { staticGraph } from "../../_helpers/static_graph.ts";

Deno.test("adapters/mcp.ts loads MCP's SDK with the first pool only", async () => {
  const { files, packages } = await staticGraph("adapters/mcp.ts");
  assertEquals(packages, ["zod"]);
  assertEquals(
    files.filter((file) =>
      /^adapters\/mcp\/.*(nection|port|_server)\.ts/.test(file)
    ),
    ["adapters/mcp/_load_server.ts", "adapters/mcp/_spawn_server.ts"],
  );
});

Deno.test("McpPool.open() leaves no run behind when it loads MCP's SDK in one", async () => {
  const root = fileURLToPath(import.meta.resolve("../../../"));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      `--config=${root}deno.json`,
      `--lock=${root}deno.lock`,
      "--frozen",
      "--allow-all",
      fileURLToPath(import.meta.resolve("./_pool_in_run.ts")),
    ],
  }).output();
  const [said, printed] = [stderr, stdout].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  assertEquals([said, printed], ["", "run: none\n"]);
});
