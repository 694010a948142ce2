import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion, VERSIONS } from "./_versions.ts";

const UNLUCKY = asks(["add", { a: 13, b: 1 }, "id_add"]);

/** The tree of one call and what came after it. */
function tree(call: string, failed = ""): string {
  return `agent.run adder ${failed}
  agent.turn adder
    chat tested
      POST
    tool.call ${call}${
    failed === ""
      ? `
  agent.turn adder
    chat tested
      POST`
      : ""
  }`.replaceAll(/ +$/gm, "");
}

testEachVersion(
  "A tool that throws has failed, and is told so",
  async (sdk) => {
    for (const mode of MODES) {
      const { answer, tree: drawn, spans, requests } = await traced({
        sdk,
        mode,
        agent: agentOf(sdk, "adder", { tools: [adding(sdk)] }),
        handler: conversation(UNLUCKY, says("unlucky")),
      });
      assertEquals(answer, "unlucky");
      assertEquals(drawn, tree("add tool_error"));
      const call = spans.find(({ name }) => name === "tool.call");
      assertEquals(call?.events, []);
      const sent = JSON.stringify(requests[1]?.body);
      assertStringIncludes(sent, "An error occurred while running the tool");
    }
  },
);

testEachVersion(
  "A tool that words its own failure tells a result",
  async (sdk) => {
    const errorFunction = () => "It would not add";
    const { tree: drawn, spans } = await traced({
      sdk,
      agent: agentOf(sdk, "adder", { tools: [adding(sdk, { errorFunction })] }),
      handler: conversation(UNLUCKY, says("unlucky")),
    });
    assertEquals(drawn, tree("add"));
    const call = spans.find(({ name }) => name === "tool.call");
    assertEquals(call?.attributes["tool.result.size"], 16);
  },
);

testEachVersion(
  "A tool whose error ends the run fails with it",
  async (sdk) => {
    const { tree: drawn, error } = await traced({
      sdk,
      agent: agentOf(sdk, "adder", {
        tools: [adding(sdk, { errorFunction: null })],
      }),
      handler: conversation(UNLUCKY),
    });
    assert(error instanceof sdk.ToolCallError);
    assertStringIncludes(drawn, "    tool.call add RangeError");
    assertStringIncludes(drawn, "agent.run adder ToolCallError");
  },
);

testEachVersion(
  "Arguments of the wrong kind are a tool's failure",
  async (sdk) => {
    const { answer, tree: drawn } = await traced({
      sdk,
      agent: agentOf(sdk, "adder", { tools: [adding(sdk)] }),
      handler: conversation(asks(["add", { a: "one" }, "id_add"]), says("no")),
    });
    assertEquals(answer, "no");
    assertEquals(drawn, tree("add tool_error"));
  },
);

testEachVersion("Arguments that are no JSON are invalid", async (sdk) => {
  const { tree: drawn, spans } = await traced({
    sdk,
    agent: agentOf(sdk, "adder", { tools: [adding(sdk)] }),
    handler: conversation(asks(["add", "{not", "id_add"]), says("no")),
  });
  assertEquals(drawn, tree("add invalid_arguments"));
  const call = spans.find(({ name }) => name === "tool.call");
  assertEquals(call?.attributes["tool.server"], "local");
  assert(Number(call?.attributes["tool.result.size"]) > 20);
});

testEachVersion(
  "A tool that does not exist ends the run, or does not",
  async (sdk) => {
    const other = asks(["ad", { a: 1 }, "id_ad"]);
    const agent = agentOf(sdk, "adder", { tools: [adding(sdk)] });
    const ended = await traced({ sdk, agent, handler: conversation(other) });
    assert(ended.error instanceof sdk.ModelBehaviorError);
    assertEquals(
      ended.tree,
      tree("ad not_run", "ModelBehaviorError"),
    );
    if (sdk !== VERSIONS.newest) return;
    const told = await traced({
      sdk,
      agent,
      config: { toolNotFoundBehavior: "return_error_to_model" },
      handler: conversation(other, says("sorry")),
    });
    assertEquals(told.answer, "sorry");
    assertEquals(told.tree, tree("ad unknown_tool"));
    const call = told.spans.find(({ name }) => name === "tool.call");
    assert(Number(call?.attributes["tool.result.size"]) > 5);
  },
);

Deno.test("A tool that takes too long has timed out", async () => {
  const sdk = VERSIONS.newest!;
  const hang = Promise.withResolvers<string>();
  const { tree: drawn, answer } = await traced({
    sdk,
    agent: agentOf(sdk, "adder", {
      tools: [adding(sdk, { timeoutMs: 1, execute: () => hang.promise })],
    }),
    handler: conversation(UNLUCKY, says("too slow")),
  });
  hang.resolve("late");
  assertEquals(answer, "too slow");
  assertEquals(drawn, tree("add timeout"));
});

Deno.test("A call that awaits approval was not run, until it is approved", async () => {
  const sdk = VERSIONS.newest!;
  const asked: unknown[] = [];
  const add = adding(sdk, {
    needsApproval: (_: unknown, input: unknown) => {
      asked.push(input);
      return Promise.resolve(true);
    },
  });
  const { invoke } = add;
  const agent = agentOf(sdk, "adder", { tools: [add] });
  const { tree: drawn } = await traced({
    sdk,
    oneRun: false,
    handler: conversation(asks(["add", { a: 1, b: 2 }, "id_add"]), says("3")),
    use: async (_, runner) => {
      const { state, interruptions } = await runner.run(agent, "1 + 2?");
      state.approve(interruptions[0]!);
      return await runner.run(agent, state);
    },
  });
  assertEquals(asked, [{ a: 1, b: 2 }]);
  assertEquals(add.invoke, invoke);
  assertEquals(
    drawn,
    `agent.run adder
  agent.turn adder
    chat tested
      POST
    tool.call add not_run
agent.run adder
  agent.turn adder
    tool.call add
  agent.turn adder
    chat tested
      POST`,
  );
});

testEachVersion("A frozen tool is called all the same", async (sdk) => {
  const { answer, tree: drawn } = await traced({
    sdk,
    agent: agentOf(sdk, "adder", { tools: [Object.freeze(adding(sdk))] }),
    handler: conversation(asks(["add", { a: 1, b: 2 }, "id_add"]), says("3")),
  });
  assertEquals(answer, "3");
  assertEquals(drawn, tree("add"));
});
