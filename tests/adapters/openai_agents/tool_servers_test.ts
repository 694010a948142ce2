import { assertEquals } from "@std/assert";
import { mcpTools } from "@turnspan/turnspan/openai-agents";
import { conversation, says } from "../../_helpers/conversation.ts";
import { twoPools } from "../../_helpers/fake_pool.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "mcpTools() tells which definition is whose, of agents made before",
  async (sdk) => {
    const agents = twoPools("an agent").map((pool, place) =>
      agentOf(sdk, `asker ${place}`, {
        tools: [...mcpTools(pool, sdk.tool), adding(sdk)],
      })
    );
    const expected = [
      ["tools:local", "tools:orders", "tools:plant"],
      ["tools:fleet", "tools:local"],
    ];
    for (const mode of MODES) {
      for (const [place, agent] of agents.entries()) {
        const { spans } = await traced({
          sdk,
          mode,
          agent,
          handler: conversation(says("done")),
        });
        const turn = spans.find(({ name }) => name === "agent.turn");
        const sources = turn?.attributes["turn.prompt.sources"] as string[];
        assertEquals(
          sources.filter((source) => source.startsWith("tools:")).sort(),
          expected[place],
        );
      }
    }
  },
);
