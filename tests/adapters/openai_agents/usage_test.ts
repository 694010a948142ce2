import { assertEquals } from "@std/assert";
import { conversation, says } from "../../_helpers/conversation.ts";
import { agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const KEYS = [
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.reasoning.output_tokens",
];

testEachVersion("Usage is what was reported, in each mode", async (sdk) => {
  for (const mode of MODES) {
    for (
      const [usage, expected] of [
        [
          { input: 1_000, output: 50, cacheRead: 600, reasoning: 30 },
          [1_000, 50, 600, 30],
        ],
        [null, [undefined, undefined, undefined, undefined]],
      ] as const
    ) {
      const { spans } = await traced({
        sdk,
        mode,
        agent: agentOf(sdk, "counted"),
        handler: conversation(says("done", { usage })),
      });
      for (const name of ["agent.turn", "chat tested"]) {
        const span = spans.find((span) => span.name === name);
        assertEquals(
          KEYS.map((key) => span?.attributes[key]),
          [...expected],
          `${name} of ${JSON.stringify(mode)}`,
        );
      }
      const run = spans.find(({ name }) => name === "agent.run")?.attributes;
      assertEquals(run?.["agent.usage.input_tokens"], expected[0] ?? 0);
    }
  }
});
