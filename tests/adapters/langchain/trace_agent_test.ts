import { assertEquals, assertStrictEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import {
  asks,
  conversation,
  following,
  says,
} from "../../_helpers/conversation.ts";
import { adding } from "./_agents.ts";
import { attributesOf, named, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "traceAgent() makes each model call a turn, with its tools",
  async (frameworks) => {
    const { value, tree, spans } = await traced(
      conversation(
        asks(["add", { a: 1, b: 2 }, "id_a"], ["add", { a: 3, b: 4 }, "id_b"]),
        asks(["add", { a: 3, b: 7 }, "id_c"]),
        says("It is 10"),
      ),
      async (model) => {
        const agent = traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [adding(frameworks)],
          name: "adder",
        }));
        return (await agent.invoke(QUESTION)).messages.at(-1)?.text;
      },
    );
    assertEquals(value, "It is 10");
    assertEquals(
      tree,
      `agent.run adder
  agent.turn adder
    chat tested
      POST
    tool.call add
    tool.call add
  agent.turn adder
    chat tested
      POST
    tool.call add
  agent.turn adder
    chat tested
      POST`,
    );
    const run = attributesOf(spans, "agent.run");
    assertEquals(run["agent.runner"], "langchain");
    assertEquals(run["gen_ai.request.model"], "tested");
    assertEquals(run["gen_ai.provider.name"], "openai");
    assertEquals(run["agent.answer.length"], 8);
    assertEquals(run["agent.tool_calls"], 3);
    const calls = named(spans, "tool.call").map(({ attributes: a }) => [
      a["gen_ai.tool.call.id"],
      a["tool.server"],
      a["tool.result.size"],
    ]);
    assertEquals(calls, [
      ["id_a", "local", 1],
      ["id_b", "local", 1],
      ["id_c", "local", 2],
    ]);
  },
);

testEachVersion(
  "traceAgent() joins the run that the caller has opened",
  async (frameworks) => {
    const { tree, spans } = await traced(
      conversation(says("one"), says("two")),
      (model) => {
        const agents = ["first", "second"].map((name) =>
          traceAgent(
            frameworks.langchain.createAgent({ model, tools: [], name }),
          )
        );
        return traceRun({ runner: "mine", model: "tested" }, async () => {
          for (const agent of agents) await agent.invoke(QUESTION);
        });
      },
    );
    assertEquals(
      tree,
      `agent.run mine
  agent.turn first
    chat tested
      POST
  agent.turn second
    chat tested
      POST`,
    );
    assertEquals(attributesOf(spans, "agent.run")["agent.answer.length"], 0);
  },
);

testEachVersion(
  "traceAgent() keeps runs at once apart",
  async (frameworks) => {
    const { spans } = await traced(
      following(({ messages }) =>
        messages.some(({ role }) => role === "tool")
          ? says("done")
          : asks(["add", { a: 1, b: 2 }])
      ),
      (model) => {
        const agent = traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [adding(frameworks)],
        }));
        return Promise.all(
          Array.from({ length: 20 }, () => agent.invoke(QUESTION)),
        );
      },
    );
    const traces = Map.groupBy(spans, (span) => span.spanContext().traceId);
    assertEquals(traces.size, 20);
    for (const [, trace] of traces) assertEquals(trace.length, 8);
  },
);

testEachVersion(
  "traceAgent() gives the same agent, and traces what is made of it",
  async (frameworks) => {
    const { spans } = await traced(
      conversation(says("one"), says("two"), says("three")),
      async (model) => {
        const agent = frameworks.langchain.createAgent({ model, tools: [] });
        const { options } = agent;
        const keys = Object.keys(agent);
        assertStrictEquals(traceAgent(agent), agent);
        const { invoke } = agent;
        assertStrictEquals(traceAgent(agent), agent);
        assertStrictEquals(agent.invoke, invoke);
        await agent.invoke(QUESTION);
        await agent.withConfig({ tags: ["x"] }).invoke(QUESTION);
        assertStrictEquals(agent.options, options);
        assertEquals(Object.keys(agent), keys);
        // Another one is no concern of ours.
        await frameworks.langchain.createAgent({ model, tools: [] })
          .invoke(QUESTION);
      },
    );
    assertEquals(named(spans, "agent.run").length, 2);
    assertEquals(named(spans, "agent.turn").length, 2);
  },
);
