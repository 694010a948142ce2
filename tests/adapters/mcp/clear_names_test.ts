import { assertEquals } from "@std/assert";
import { clearNames } from "../../../adapters/mcp/clear_names.ts";

/** A tool of the server `files`, unless it is shown by another's name. */
function tool(name: string, shownName = name, server = "files") {
  return { server, name, shownName, inputSchema: {} };
}

function shown(tools: ReturnType<typeof tool>[], taken: string[]): string[] {
  return clearNames(tools, taken).map(({ shownName }) => shownName);
}

Deno.test("clearNames() puts the server before a name that is taken, and no other", () => {
  const tools = [tool("read_file"), tool("list"), tool("ls", "files__ls")];
  assertEquals(shown(tools, ["read_file", "ls", "none"]), [
    "files__read_file",
    "list",
    "files__ls",
  ]);
  assertEquals(clearNames(tools, ["ls"]), tools);
  assertEquals(clearNames(tools, []), tools);
});

Deno.test("clearNames() makes names that nobody has and that vendors take", () => {
  const tools = [
    tool("ls", "ls", "my files"),
    tool("my_files__ls", "my_files__ls", "b"),
    tool("my_files__ls_2", "my_files__ls_2", "b"),
    tool("x".repeat(64)),
  ];
  const taken = ["ls", "my_files__ls_3", "x".repeat(64)];
  assertEquals(shown(tools, taken), [
    "my_files__ls_4",
    "my_files__ls",
    "my_files__ls_2",
    `files__${"x".repeat(57)}`,
  ]);
});
