import { assert, assertEquals, assertRejects } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { shownNames } from "../../../adapters/mcp/_shown_names.ts";
import { config, stdio } from "../_setup.ts";

/** The names that `server/tool` pairs are shown by. */
function shown(...tools: string[]): string[] {
  return shownNames(tools.map((tool) => {
    const at = tool.indexOf("/");
    return { server: tool.slice(0, at), name: tool.slice(at + 1) };
  }));
}

Deno.test("shownNames() keeps names, and puts the server before shared ones", () => {
  assertEquals(
    shown("iot/list", "iot/history", "orders/list"),
    ["iot__list", "history", "orders__list"],
  );
});

Deno.test("shownNames() makes names that vendors take, and that are unique", () => {
  assertEquals(
    shown("iot/get.value", "iot/get value", "iot/données", "iot/ "),
    ["iot__get_value", "iot__get_value_2", "donn_es", "_"],
  );
  const long = "x".repeat(80);
  const names = shown(`a/${long}`, `b/${long}`, `${long}/list`, "b/list");
  assertEquals(new Set(names).size, 4);
  for (const name of names) assert(/^[a-zA-Z0-9_-]{1,64}$/.test(name), name);
  // Another server's tool may have the very name that would be made.
  assertEquals(
    shown("iot/list", "orders/list", "other/iot__list"),
    ["iot__list_2", "orders__list", "iot__list"],
  );
});

Deno.test("McpPool calls each of two tools of one name", async () => {
  await using pool = await McpPool.open(
    config({
      one: stdio(["one-tool", "list"]),
      two: stdio(["one-tool", "list"]),
    }),
  );
  assertEquals(
    pool.tools.map(({ shownName }) => shownName),
    ["one__list", "two__list"],
  );
  const tool = pool.find("two__list");
  assertEquals([tool?.server, tool?.name], ["two", "list"]);
  assertEquals(pool.find("list"), undefined);
  for (const { server, name } of pool.tools) {
    assertEquals(
      await pool.call({ server, tool: name }),
      { text: "from list", isError: false },
    );
  }
  await assertRejects(
    () => pool.call({ server: "three", tool: "list" }),
    RangeError,
    'Cannot call "three/list": current servers are "one", "two"',
  );
});

Deno.test("shownNames() gives 200,000 tools of one name a number each", () => {
  for (const name of ["get", "x".repeat(80)]) {
    const tool = { server: "iot", name };
    const names = shownNames(new Array(200_000).fill(tool));
    assertEquals(new Set(names).size, 200_000);
    assert(names.at(-1)?.endsWith("_200000"), names.at(-1));
  }
});
