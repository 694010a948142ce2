import { assertEquals } from "@std/assert";
import { parseMcpConfig } from "../../adapters/mcp.ts";
import { pages } from "./_pages.ts";

Deno.test("the mcp.json on the page of servers is one that is taken", () => {
  const page = pages().find(({ path }) =>
    path === "docs/models-and-servers.md"
  );
  const files = page?.blocks.filter(({ language }) => language === "json") ??
    [];
  assertEquals(files.length, 1);
  for (const { code } of files) {
    const { servers } = parseMcpConfig(code, "mcp.json", {
      env: () => "secret",
    });
    assertEquals([...servers.keys()], ["files", "docs"]);
  }
});
