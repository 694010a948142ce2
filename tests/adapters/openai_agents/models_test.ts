import { assertEquals, assertStrictEquals } from "@std/assert";
import type { Model } from "@openai/agents";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { traced } from "./_traced.ts";
import { type Sdk, testEachVersion, VERSIONS } from "./_versions.ts";

/** A model in this process. */
function saying({ Usage }: Sdk, text: string): Model {
  return {
    getResponse: () =>
      // Not a promise, which the SDK does not mind.
      ({
        usage: new Usage({ inputTokens: 5, outputTokens: 2 }),
        output: [{
          type: "message" as const,
          role: "assistant" as const,
          status: "completed" as const,
          content: [{ type: "output_text" as const, text }],
        }],
      }) as never,
    getStreamedResponse: () => {
      throw new TypeError("not streamed");
    },
  };
}

const TO_OTHER = asks(["transfer_to_other", {}, "id_other"]);

testEachVersion(
  "A model of a runner, and of a next agent, is seen",
  async (sdk) => {
    const other = agentOf(sdk, "other", { model: saying(sdk, "it was me") });
    const handed = await traced({
      sdk,
      agent: agentOf(sdk, "first", { handoffs: [other] }),
      handler: conversation(TO_OTHER),
    });
    assertEquals(handed.answer, "it was me");
    assertEquals(
      handed.tree,
      `agent.run first
  agent.turn first
    chat tested
      POST
    tool.call transfer_to_other
  agent.turn other
    chat unknown`,
    );
    const { tree } = await traced({
      sdk,
      config: { model: saying(sdk, "the runner's") },
      agent: agentOf(sdk, "first", { model: "" }),
      handler: conversation(),
    });
    assertEquals(
      tree,
      `agent.run first
  agent.turn first
    chat unknown`,
    );
  },
);

testEachVersion("A model that asks another is one call", async (sdk) => {
  const { tree, answer } = await traced({
    sdk,
    handler: conversation(says("from inside")),
    use: async (run, runner) => {
      const { modelProvider } = runner.config;
      // Its models are watched from here on.
      await runner.run(agentOf(sdk, "x", { model: saying(sdk, "") }), "Go", {
        maxTurns: 1,
      }).catch(() => {});
      const inner = await modelProvider.getModel("tested");
      const outer: Model = {
        getResponse: (request) => inner.getResponse(request),
        getStreamedResponse: (request) => inner.getStreamedResponse(request),
      };
      return await run(agentOf(sdk, "wrapped", { model: outer }));
    },
    oneRun: false,
  });
  assertEquals(answer, "from inside");
  assertEquals(
    tree.slice(tree.indexOf("agent.run wrapped")),
    // The wrapper has no name; the request has.
    `agent.run wrapped
  agent.turn wrapped
    chat tested
      POST`,
  );
});

testEachVersion(
  "A model that a tool asks is the tool's affair",
  async (sdk) => {
    const { tree } = await traced({
      sdk,
      handler: conversation(
        asks(["add", { a: 1, b: 2 }, "id_add"]),
        says("inside"),
        says("done"),
      ),
      use: (run, runner) => {
        const execute = async () => {
          const model = await runner.config.modelProvider.getModel("tested");
          await model.getResponse({
            input: "How much?",
            modelSettings: {},
            tools: [],
            outputType: "text",
            handoffs: [],
            tracing: false,
          });
          return "3";
        };
        return run(
          agentOf(sdk, "asker", { tools: [adding(sdk, { execute })] }),
        );
      },
    });
    assertEquals(
      tree,
      `agent.run asker
  agent.turn asker
    chat tested
      POST
    tool.call add
      POST
  agent.turn asker
    chat tested
      POST`,
    );
  },
);

testEachVersion("Calls of one tool end in any order", async (sdk) => {
  const second = Promise.withResolvers<void>();
  const { spans } = await traced({
    sdk,
    handler: conversation(
      asks(["add", { a: 1, b: 1 }, "id_1"], ["add", { a: 999, b: 1 }, "id_2"]),
      says("done"),
    ),
    use: (run) => {
      const execute = async ({ a, b }: { a: number; b: number }) => {
        if (a === 1) await second.promise;
        else second.resolve();
        return `${a + b}`;
      };
      return run(agentOf(sdk, "adder", { tools: [adding(sdk, { execute })] }));
    },
  });
  const sizes = spans.filter(({ name }) => name === "tool.call").map((
    { attributes: a },
  ) => [a["gen_ai.tool.call.id"], a["tool.result.size"]].join(" "));
  assertEquals(sizes.toSorted(), ["id_1 1", "id_2 4"]);
});

Deno.test("A call that a guardrail refuses leaves the tool as it was", async () => {
  const sdk = VERSIONS.newest!;
  const refusing = sdk.defineToolInputGuardrail({
    name: "no",
    run: () =>
      Promise.resolve(
        sdk.ToolGuardrailFunctionOutputFactory.rejectContent("not today"),
      ),
  });
  const add = adding(sdk, { inputGuardrails: [refusing] });
  const { invoke } = add;
  const { tree, spans } = await traced({
    sdk,
    agent: agentOf(sdk, "adder", { tools: [add] }),
    handler: conversation(asks(["add", { a: 1, b: 2 }, "id_add"]), says("no")),
  });
  assertStrictEquals(add.invoke, invoke);
  assertEquals(
    tree,
    `agent.run adder
  agent.turn adder
    chat tested
      POST
    tool.call add
  agent.turn adder
    chat tested
      POST`,
  );
  const call = spans.find(({ name }) => name === "tool.call");
  assertEquals(call?.attributes["tool.result.size"], "not today".length);
});
