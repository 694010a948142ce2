import { assertEquals } from "@std/assert";
import { conversation, says } from "../../_helpers/conversation.ts";
import { queried, turn } from "./_queried.ts";

Deno.test("a query tells which definition is whose by the CLI's names", async () => {
  const servers = ["odd name", "with__line", "plain"];
  const { spans } = await queried(async (cli) => {
    const names = [
      "Bash",
      ...servers.map((server) => `mcp__${server.replace(" ", "_")}__list`),
      "mcp__of_the_user__list",
    ];
    const tools = names.map((name) => ({ name, input_schema: {} }));
    await cli.ask(turn({ tools }));
    cli.result("done");
  }, {
    handler: conversation(says("done")),
    options: {
      mcpServers: Object.fromEntries(
        servers.map((name) => [name, { command: "none" }]),
      ),
    },
  });
  const told = spans.find(({ name }) => name === "agent.turn")?.attributes;
  const sources = told?.["turn.prompt.sources"] as string[];
  assertEquals(
    sources.filter((source) => source.startsWith("tools:")).sort(),
    [
      "tools:local",
      "tools:odd name",
      "tools:of_the_user",
      "tools:plain",
      "tools:with__line",
    ],
  );
});
