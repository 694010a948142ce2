import { assertSpanTree, SpanRecorder } from "@turnspan/turnspan/testing";
import { ask } from "./agent.ts";
import { startModel } from "./model.ts";

Deno.test("ask() leaves a turn for the tool and one for the answer", async () => {
  await using model = startModel();
  using recorder = new SpanRecorder();
  const url = `http://127.0.0.1:${model.addr.port}/v1/chat/completions`;
  if (await ask("How much is 2 + 3?", url) !== "5") throw new Error("not 5");
  const post = { name: "POST", attributes: { "url.full": url } };
  assertSpanTree(recorder, {
    name: "agent.run",
    attributes: { "agent.runner": "my_agent", "agent.tool_calls": 1 },
    children: [
      {
        name: "agent.turn",
        attributes: { "turn.index": 1, "gen_ai.usage.input_tokens": 10 },
        children: [
          { name: "chat gpt-5", kind: "client", children: [post] },
          {
            name: "tool.call",
            attributes: { "tool.name": "add", "tool.server": "local" },
          },
        ],
      },
      {
        name: "agent.turn",
        attributes: {
          "turn.index": 2,
          "turn.prompt.delta_tokens": 20,
          "turn.prompt.grew_by": "assistant",
        },
        children: [{ name: "chat gpt-5", children: [post] }],
      },
    ],
  });
});
