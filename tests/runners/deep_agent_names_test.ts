import { assertEquals } from "@std/assert";
import { deepAgent } from "../../runners/deep_agent.ts";
import { OWN_TOOLS } from "../../runners/deep_agent/own_tools.ts";
import { raw, replies, reply } from "../adapters/mcp/_raw.ts";
import { asks, following, says } from "../_helpers/conversation.ts";
import { runScripted } from "./_run.ts";

// The framework listens to signals once it is loaded, and for good: that is
// not the first test's doing.
await deepAgent.load("chat_completions");

/** A server with a tool of each name. */
function serverOf(names: readonly string[]): Record<string, unknown> {
  const tools = names.map((name) => ({
    name,
    description: `the server's ${name}`,
    inputSchema: { type: "object" },
  }));
  const answer = { content: [{ type: "text", text: "from the server" }] };
  return raw(replies(tools, { "tools/call": reply({ result: answer }) }));
}

Deno.test("deep_agent runs with servers whose tools have the names of its own", async () => {
  const told: string[] = [];
  const { result, requests, spans } = await runScripted({
    runner: deepAgent,
    servers: { files: serverOf([...OWN_TOOLS, "list_directory"]) },
    handler: following(({ messages }) => {
      const results = messages.filter(({ role }) => role === "tool");
      if (results.length > 0) {
        told.push(...results.map(({ text }) => text));
        return says("done");
      }
      return asks(
        ["files__read_file", { path: "a" }, "id_1"],
        ["files__write_todos", {}, "id_2"],
        ["list_directory", {}, "id_3"],
        // Its own one goes on working.
        ["ls", { path: "/" }, "id_4"],
      );
    }),
  });
  assertEquals([result.error, result.answer], [undefined, "done"]);
  assertEquals(told.slice(0, 3), [
    "from the server",
    "from the server",
    "from the server",
  ]);
  assertEquals(told[3]?.includes("from the server"), false);
  const { tools } = requests[0]?.body as {
    readonly tools: readonly {
      readonly function: {
        readonly name: string;
        readonly description: string;
      };
    }[];
  };
  const offered = new Map(
    tools.map(({ function: { name, description } }) => [name, description]),
  );
  assertEquals(offered.size, tools.length);
  for (const name of OWN_TOOLS) {
    assertEquals(offered.get(`files__${name}`), `the server's ${name}`);
    assertEquals(offered.get(name) === `the server's ${name}`, false, name);
  }
  assertEquals(offered.get("list_directory"), "the server's list_directory");
  const called = spans.filter(({ name }) => name === "tool.call");
  assertEquals(
    called.map(({ attributes: a }) => `${a["tool.server"]}/${a["tool.name"]}`)
      .sort(),
    [
      "files/list_directory",
      "files/read_file",
      "files/write_todos",
      "local/ls",
    ],
  );
});

Deno.test("deep_agent offers no tool of its own that OWN_TOOLS does not name", async () => {
  const { requests } = await runScripted({
    runner: deepAgent,
    servers: {},
    handler: following(() => says("done")),
  });
  const { tools } = requests[0]?.body as {
    readonly tools: readonly { readonly function: { readonly name: string } }[];
  };
  const names = tools.map(({ function: { name } }) => name);
  assertEquals(names.filter((name) => !OWN_TOOLS.includes(name)), []);
  assertEquals(names.includes("read_file"), true);
});
