import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import {
  type McpToolPool,
  mcpTools,
  traceAgent,
  traceMiddleware,
} from "@turnspan/turnspan/langchain";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, doing, failing } from "./_agents.ts";
import { named, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

/** Stands for MCP servers: what it was given shows in the trace. */
const POOL: McpToolPool = {
  tools: [{ server: "s", name: "echo", shownName: "echo", inputSchema: {} }],
  call({ server, tool: name, turn }) {
    const call = turn?.startTool({ name, server });
    call?.result("x");
    call?.end();
    return Promise.resolve({ text: "x", isError: false });
  },
};

testEachVersion(
  "traceMiddleware() traces an agent in a graph of the caller's",
  async (frameworks) => {
    const { langchain } = frameworks;
    const { createAgent } = langchain;
    const { tree } = await traced(
      conversation(
        asks(["ask_expert", {}, "id_expert"]),
        asks(["explode", {}, "id_e"], ["echo", {}, "id_echo"]),
        says("3"),
        says("done"),
      ),
      (model) => {
        const expert = createAgent({
          model,
          tools: [failing(frameworks), ...mcpTools(POOL, langchain.tool)],
          middleware: [traceMiddleware()],
        });
        const ask = doing(
          frameworks,
          "ask_expert",
          async () => (await expert.graph.invoke(QUESTION)).messages.length,
        );
        const agent = createAgent({
          model,
          tools: [ask],
          middleware: [traceMiddleware()],
        });
        return traceRun(
          { runner: "mine", model: "tested" },
          () => agent.graph.invoke(QUESTION),
        );
      },
    );
    assertEquals(
      tree,
      `agent.run mine
  agent.turn mine
    chat tested
      POST
    tool.call ask_expert
      agent.invoke ask_expert
        agent.turn ask_expert
          chat tested
            POST
          tool.call explode RangeError
          tool.call echo
        agent.turn ask_expert
          chat tested
            POST
  agent.turn mine
    chat tested
      POST`,
    );
  },
);

testEachVersion(
  "traceMiddleware() does nothing outside of a run",
  async (frameworks) => {
    const { spans, value } = await traced(
      conversation(asks(["add", { a: 1, b: 2 }]), says("done")),
      async (model) => {
        const agent = frameworks.langchain.createAgent({
          model,
          tools: [adding(frameworks)],
          middleware: [traceMiddleware()],
        });
        return (await agent.invoke(QUESTION)).messages.length;
      },
    );
    assertEquals(value, 4);
    assertEquals(spans, []);
  },
);

testEachVersion(
  "traceMiddleware() and traceAgent() together record once",
  async (frameworks) => {
    const { spans } = await traced(
      conversation(says("done")),
      (model) =>
        traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [],
          middleware: [traceMiddleware()],
        })).invoke(QUESTION),
    );
    assertEquals(named(spans, "chat tested").length, 1);
  },
);
