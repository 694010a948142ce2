import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { traceAgent, traceMiddleware } from "@turnspan/turnspan/langchain";
import { asks, following, says } from "../../_helpers/conversation.ts";
import { allOf, conversationIds } from "../../_helpers/conversation_ids.ts";
import { adding, doing } from "./_agents.ts";
import { QUESTION, traced } from "./_traced.ts";
import { type Frameworks, testEachVersion, VERSIONS } from "./_versions.ts";

const NAMES = ["agent.run", "agent.turn", "chat tested", "tool.call"];

/** Asks for one tool call, and is done. */
const calling = (name: string, args = {}) =>
  following(({ messages }) =>
    messages.some(({ role }) => role === "tool")
      ? says("done")
      : asks([name, args, "id"])
  );

/** The conversations of an agent's run with a configuration. */
async function idsOf(frameworks: Frameworks, config: object, named?: string) {
  const { spans, error } = await traced(
    calling("add", { a: 1, b: 2 }),
    (model) => {
      const tools = [adding(frameworks)];
      const agent = traceAgent(
        frameworks.langchain.createAgent({ model, tools }),
      );
      const run = () => agent.invoke(QUESTION, config);
      return named === undefined ? run() : traceRun(
        { runner: "mine", model: "tested", conversationId: named },
        run,
      );
    },
  );
  assertEquals(error, undefined);
  return conversationIds(spans);
}

testEachVersion("traceAgent() names LangGraph's thread", async (frameworks) => {
  for (const [thread_id, id] of [["t-1", "t-1"], [7, "7"]] as const) {
    assertEquals(
      await idsOf(frameworks, { configurable: { thread_id } }),
      allOf(id, NAMES),
    );
  }
});

testEachVersion("traceAgent() makes no thread up", async (frameworks) => {
  for (const thread_id of [undefined, "", null, {}]) {
    assertEquals(
      await idsOf(frameworks, { configurable: { thread_id } }),
      allOf(undefined, NAMES),
    );
  }
});

testEachVersion(
  "traceAgent() leaves the caller's id alone",
  async (frameworks) => {
    assertEquals(
      await idsOf(frameworks, { configurable: { thread_id: "t-1" } }, "mine"),
      allOf("mine", NAMES),
    );
  },
);

testEachVersion(
  "traceAgent() names the thread of an agent's own defaults, and of its sub-agents",
  async (frameworks) => {
    const { spans, error } = await traced(
      following(({ messages }) => {
        const isSub = messages.some(({ text }) => text === "left");
        return isSub || messages.some(({ role }) => role === "tool")
          ? says("done")
          : asks(["task", {
            description: "left",
            subagent_type: "general-purpose",
          }, "id"]);
      }),
      (model) =>
        traceAgent(frameworks.deepagents.createDeepAgent({ model }))
          .withConfig({ configurable: { thread_id: "t-2" } })
          .invoke(QUESTION),
    );
    assertEquals(error, undefined);
    assertEquals(
      conversationIds(spans),
      allOf("t-2", [...NAMES, "agent.invoke"]),
    );
  },
);

testEachVersion(
  "traceAgent() names the thread of an agent that a tool runs",
  async (frameworks) => {
    const { spans, error } = await traced(
      calling("ask_expert"),
      (model) => {
        const { createAgent } = frameworks.langchain;
        const expert = createAgent({ model, tools: [] });
        const ask = doing(
          frameworks,
          "ask_expert",
          () =>
            expert.invoke(QUESTION, { configurable: { thread_id: "inner" } })
              .then(({ messages }) => `${messages.length}`),
        );
        return traceAgent(createAgent({ model, tools: [ask] }))
          .invoke(QUESTION, { configurable: { thread_id: "outer" } });
      },
    );
    assertEquals(error, undefined);
    const { "agent.run": run, "agent.invoke": invoked } = conversationIds(
      spans,
    );
    assertEquals([run, invoked], [["outer"], ["inner"]]);
  },
);

testEachVersion(
  "traceMiddleware() names the thread of a graph of the caller's",
  async (frameworks) => {
    const { spans, error } = await traced(
      calling("add", { a: 1, b: 2 }),
      (model) => {
        const { graph } = frameworks.langchain.createAgent({
          model,
          tools: [adding(frameworks)],
          middleware: [traceMiddleware()],
        });
        return traceRun(
          { runner: "mine", model: "tested" },
          () => graph.invoke(QUESTION, { configurable: { thread_id: "t-3" } }),
        );
      },
    );
    assertEquals(error, undefined);
    const ids = conversationIds(spans);
    assertEquals([ids["agent.run"], ids["tool.call"]], [["t-3"], ["t-3"]]);
    // Older versions say it from the first call of a tool on.
    const isOldest = frameworks === VERSIONS.oldest;
    const calls = isOldest ? [undefined, "t-3"] : ["t-3"];
    assertEquals([ids["chat tested"], ids["agent.turn"]], [calls, ["t-3"]]);
  },
);
