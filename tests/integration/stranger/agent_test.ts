import { assertSpanTree, SpanRecorder } from "@turnspan/turnspan/testing";
import { ask } from "./agent.ts";

Deno.test("ask() leaves a turn for the tool and one for the answer", async () => {
  using recorder = new SpanRecorder();
  if (await ask("How much is 2 + 3?") !== "5") throw new Error("not 5");
  assertSpanTree(recorder, {
    name: "agent.run",
    attributes: { "agent.runner": "my_agent", "agent.tool_calls": 1 },
    children: [
      {
        name: "agent.turn",
        attributes: { "turn.index": 1, "turn.tool_calls": 1 },
        children: [
          { name: "chat gpt-5", kind: "client" },
          {
            name: "tool.call",
            attributes: { "tool.name": "add", "tool.server": "local" },
          },
        ],
      },
      {
        name: "agent.turn",
        attributes: { "turn.index": 2, "turn.tool_calls": 0 },
        children: [{ name: "chat gpt-5" }],
      },
    ],
  });
});
