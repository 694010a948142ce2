import { assertEquals } from "@std/assert";
import type { Handler } from "../../../demo/scripted_model/handler.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const STATES = [
  ["names a conversation", { conversationId: "conv_1" }],
  ["names the response before", { previousResponseId: "resp_1" }],
] as const;

/** A model that takes what its requests stand on as if it kept it. */
function keeping(handler: Handler): Handler {
  return async (request) => {
    const { conversation: _, previous_response_id: __, ...body } = await request
      .json();
    return handler(
      new Request(request.url, { method: "POST", body: JSON.stringify(body) }),
    );
  };
}

for (const stream of [false, true]) {
  for (const [what, state] of STATES) {
    testEachVersion(
      `traceRunner() tells that a request ${what}${stream ? ", streamed" : ""}`,
      async (sdk) => {
        const { spans, error, requests } = await traced({
          sdk,
          mode: { responses: true, stream },
          handler: keeping(
            conversation(asks(["add", { a: 1, b: 2 }]), says("3")),
          ),
          use: async (_, runner) => {
            const agent = agentOf(sdk, "asker", { tools: [adding(sdk)] });
            if (!stream) return void await runner.run(agent, "What?", state);
            const result = await runner.run(agent, "What?", {
              ...state,
              stream,
            });
            for await (const _ of result) {
              // Read to the end.
            }
          },
        });
        assertEquals(error, undefined);
        const turns = spans.filter(({ name }) => name === "agent.turn");
        assertEquals(requests.length, 2);
        assertEquals(
          turns.map(({ attributes }) => [
            attributes["turn.prompt.partial"],
            attributes["turn.prompt.tokens_basis"],
            attributes["turn.cache.expected_tokens"],
          ]),
          [[true, undefined, undefined], [true, undefined, undefined]],
        );
        const run = spans.find(({ name }) => name === "agent.run");
        assertEquals(run?.attributes["agent.prompt.sources"], ["unknown"]);
      },
    );
  }

  testEachVersion(
    `traceRunner() tells of a request that stands on nothing else${
      stream ? ", streamed" : ""
    }`,
    async (sdk) => {
      const { spans } = await traced({
        sdk,
        mode: { responses: true, stream },
        handler: conversation(asks(["add", { a: 1, b: 2 }]), says("3")),
        agent: agentOf(sdk, "asker", { tools: [adding(sdk)] }),
      });
      const turns = spans.filter(({ name }) => name === "agent.turn");
      assertEquals(
        turns.map(({ attributes }) => [
          attributes["turn.prompt.partial"],
          attributes["turn.prompt.grew_by"],
        ]),
        [[undefined, undefined], [undefined, "assistant"]],
      );
    },
  );
}
