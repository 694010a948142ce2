import { assertEquals } from "@std/assert";
import { mcpTools, traceAgent } from "@turnspan/turnspan/langchain";
import { conversation, says } from "../../_helpers/conversation.ts";
import { twoPools } from "../../_helpers/fake_pool.ts";
import { adding } from "./_agents.ts";
import { attributesOf, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "mcpTools() tells which definition is whose, of tools made before",
  async (frameworks) => {
    const { langchain } = frameworks;
    const made = twoPools("a graph").map((pool) => [
      ...mcpTools(pool, langchain.tool as never),
      adding(frameworks),
    ]);
    const expected = [
      ["tools:local", "tools:orders", "tools:plant"],
      ["tools:fleet", "tools:local"],
    ];
    for (const [place, tools] of made.entries()) {
      const { spans } = await traced(
        conversation(says("done")),
        (model) =>
          traceAgent(langchain.createAgent({ model, tools } as never))
            .invoke(QUESTION as never),
      );
      const told = attributesOf(spans, "agent.turn")["turn.prompt.sources"];
      assertEquals(
        (told as string[]).filter((one) => one.startsWith("tools:")).sort(),
        expected[place],
      );
    }
  },
);
