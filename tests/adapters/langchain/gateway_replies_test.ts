import { assertEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import type { AIMessage } from "langchain";
import { conversation, says } from "../../_helpers/conversation.ts";
import { completionWith, sends } from "../../_helpers/gateway_replies.ts";
import { adding } from "./_agents.ts";
import { QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const CALL = { id: "a", type: "function", function: { name: "add" } };

/** Replies that the runners of the repository mend, or fail by. */
const REPLIES = {
  "empty arguments": completionWith({
    role: "assistant",
    content: null,
    tool_calls: [{ ...CALL, function: { name: "add", arguments: "" } }],
  }, "tool_calls"),
  "content parts": completionWith({
    role: "assistant",
    content: [{ type: "text", text: "done" }],
  }),
  "a filter": completionWith(
    { role: "assistant", content: "" },
    "content_filter",
  ),
} as const;

for (const [what, reply] of Object.entries(REPLIES)) {
  testEachVersion(
    `traceAgent() leaves a reply with ${what} as it is`,
    async (frameworks) => {
      const seen = async (isTraced: boolean) => {
        const { value, error, requests } = await traced(
          conversation(sends(reply), says("again")),
          async (model) => {
            const agent = frameworks.langchain.createAgent({
              model,
              tools: [adding(frameworks)],
            });
            const { messages } = await (isTraced ? traceAgent(agent) : agent)
              .invoke(QUESTION);
            return messages.map((message) => {
              const { type, content, invalid_tool_calls } =
                message as unknown as AIMessage;
              const unusable = invalid_tool_calls?.map(({ args }) => args);
              return { type: `${type}`, content, unusable };
            });
          },
          { oneRun: isTraced },
        );
        return { value, error: `${error}`, asked: requests.length };
      };
      const untraced = await seen(false);
      assertEquals(await seen(true), untraced);
      const [, second] = untraced.value ?? [];
      assertEquals(
        second,
        {
          "empty arguments": { type: "ai", content: "", unusable: [""] },
          "content parts": {
            type: "ai",
            content: [{ type: "text", text: "done" }],
            unusable: [],
          },
          "a filter": { type: "ai", content: "", unusable: [] },
        }[what as keyof typeof REPLIES],
      );
    },
  );
}
