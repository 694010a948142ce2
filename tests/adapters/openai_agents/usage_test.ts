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

testEachVersion(
  "Usage of 0 for all is none, and a 0 at the end wipes out no count",
  async (sdk) => {
    const zeros = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    const counts = {
      prompt_tokens: 57,
      completion_tokens: 6,
      total_tokens: 63,
    };
    for (
      const [usages, expected] of [
        [[zeros], [undefined, undefined]],
        [[counts, zeros], [57, 6]],
        [[{ ...counts, prompt_tokens: 0 }, counts], [57, 6]],
      ]
    ) {
      const { spans } = await traced({
        sdk,
        mode: { responses: false, stream: true },
        agent: agentOf(sdk, "counted"),
        handler: () => Promise.resolve(streamed(usages!)),
      });
      for (const name of ["agent.turn", "chat tested"]) {
        const span = spans.find((span) => span.name === name);
        assertEquals(
          KEYS.slice(0, 2).map((key) => span?.attributes[key]),
          expected,
        );
      }
    }
  },
);

function streamed(usages: readonly unknown[]): Response {
  const delta = { role: "assistant", content: "done" };
  const head = { id: "1", created: 1, model: "tested", choices: [] };
  const chunks = [
    { ...head, choices: [{ index: 0, delta, finish_reason: "stop" }] },
    ...usages.map((usage) => ({ ...head, usage })),
  ].map((chunk) =>
    JSON.stringify({ object: "chat.completion.chunk", ...chunk })
  );
  const body = [...chunks, "[DONE]"].map((data) => `data: ${data}\n\n`);
  return new Response(body.join(""), {
    headers: { "content-type": "text/event-stream" },
  });
}
