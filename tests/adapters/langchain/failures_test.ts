import { assertEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import {
  asks,
  conversation,
  following,
  hangs,
  refuses,
  says,
} from "../../_helpers/conversation.ts";
import { adding, doing, failing } from "./_agents.ts";
import { attributesOf, named, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "traceAgent() tells of calls that come to nothing",
  async (frameworks) => {
    const { tree, spans } = await traced(
      conversation(
        asks(
          ["explode", {}, "id_thrown"],
          ["add", { a: "one" }, "id_misfit"],
          ["substract", { a: 1 }, "id_unknown"],
          ["add", { a: 1, b: 2 }, "id_fine"],
        ),
        says("done"),
      ),
      (model) =>
        traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [adding(frameworks), failing(frameworks)],
        })).invoke(QUESTION),
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call explode RangeError
    tool.call add invalid_arguments
    tool.call add
    tool.call substract unknown_tool
  agent.turn langchain
    chat tested
      POST`,
    );
    const events = named(spans, "tool.call").map(({ attributes, events }) => [
      attributes["gen_ai.tool.call.id"],
      events.length,
    ]);
    assertEquals(Object.fromEntries(events), {
      id_thrown: 1,
      id_misfit: 1,
      id_unknown: 0,
      id_fine: 0,
    });
    const thrown = named(spans, "tool.call").find(({ attributes }) =>
      attributes["tool.name"] === "explode"
    );
    const told = "RangeError: out of range";
    assertEquals(thrown?.attributes["tool.result.size"], told.length);
  },
);

testEachVersion(
  "traceAgent() fails the run by what the model failed by",
  async (frameworks) => {
    const { tree, error, spans } = await traced(
      conversation(
        { ...asks(["add", { a: 1, b: 2 }]), text: "Let me see" },
        refuses(404, {}, "no such model"),
      ),
      (model) =>
        traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [adding(frameworks)],
        })).invoke(QUESTION),
    );
    assertEquals(attributesOf(spans, "agent.run")["agent.answer.length"], 0);
    assertEquals((error as Error).message.includes("no such model"), true);
    assertEquals(
      tree,
      `agent.run langchain 404
  agent.turn langchain
    chat tested
      POST
    tool.call add
  agent.turn langchain 404
    chat tested 404
      POST 404`,
    );
  },
);

testEachVersion(
  "traceAgent() makes retries of a middleware one chat",
  async (frameworks) => {
    const { createAgent, createMiddleware } = frameworks.langchain;
    const retries = createMiddleware({
      name: "retries",
      wrapModelCall: async (request, handler) => {
        for (let left = 2; left > 0; left--) {
          try {
            return await handler(request);
          } catch {
            // Once more.
          }
        }
        return await handler(request);
      },
    });
    const { tree } = await traced(
      conversation(refuses(500), refuses(500), says("done")),
      (model) =>
        traceAgent(createAgent({
          model,
          tools: [],
          middleware: [retries],
        })).invoke(QUESTION),
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST 500
      POST 500
      POST`,
    );
  },
);

testEachVersion(
  "traceAgent() says which agent reached its limit",
  async (frameworks) => {
    const { error, tree } = await traced(
      following(() => asks(["add", { a: 1, b: 2 }])),
      (model) =>
        traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [adding(frameworks)],
        })).invoke(QUESTION, { recursionLimit: 4 }),
    );
    assertEquals((error as Error).name, "GraphRecursionError");
    assertEquals(
      tree,
      `agent.run langchain max_turns
  agent.turn langchain
    chat tested
      POST
    tool.call add
  agent.turn langchain
    chat tested
      POST
    tool.call add`,
    );
  },
);

testEachVersion(
  "traceAgent() tells of a refused call once, however often it is retried",
  async (frameworks) => {
    const { createAgent, createMiddleware } = frameworks.langchain;
    const again = createMiddleware({
      name: "again",
      wrapModelCall: async (request, handler) => {
        try {
          return await handler(request);
        } catch {
          return await handler(request);
        }
      },
    });
    const { spans } = await traced(
      conversation(asks(["substract", {}, "id_s"]), refuses(500), says("done")),
      (model) =>
        traceAgent(createAgent({
          model,
          tools: [adding(frameworks)],
          middleware: [again],
        })).invoke(QUESTION),
    );
    assertEquals(named(spans, "tool.call").length, 1);
  },
);

testEachVersion(
  "traceAgent() tells an agent that its caller gave up from one that failed",
  async (frameworks) => {
    const { createAgent } = frameworks.langchain;
    const never = hangs();
    const { tree } = await traced(
      conversation(asks(["ask_expert", {}]), never.reply, says("done")),
      (model) => {
        const expert = createAgent({ model, tools: [], name: "expert" });
        const ask = doing(frameworks, "ask_expert", async () => {
          const cancel = new AbortController();
          never.asked.then(() => cancel.abort());
          const { signal } = cancel;
          return await expert.invoke(QUESTION, { signal }).catch(() => "late");
        });
        return traceAgent(createAgent({ model, tools: [ask] }))
          .invoke(QUESTION);
      },
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call ask_expert
      agent.invoke expert cancelled
        agent.turn expert cancelled
          chat tested cancelled
            POST cancelled
  agent.turn langchain
    chat tested
      POST`,
    );
  },
);

testEachVersion(
  "traceAgent() tells an agent that was given up before it began",
  async (frameworks) => {
    const { createAgent } = frameworks.langchain;
    const { tree } = await traced(
      conversation(asks(["ask_expert", {}]), says("late"), says("done")),
      (model) => {
        const expert = createAgent({ model, tools: [], name: "expert" });
        const ask = doing(frameworks, "ask_expert", async () => {
          // LangChain itself asks the model all the same.
          const signal = AbortSignal.abort();
          return await expert.invoke(QUESTION, { signal }).catch(() => "late");
        });
        return traceAgent(createAgent({ model, tools: [ask] }))
          .invoke(QUESTION);
      },
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call ask_expert
      agent.invoke expert cancelled
        POST
  agent.turn langchain
    chat tested
      POST`,
    );
  },
);
