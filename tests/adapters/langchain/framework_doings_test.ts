import { assertEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import {
  asks,
  conversation,
  following,
  says,
} from "../../_helpers/conversation.ts";
import { adding, asMiddleware, doing } from "./_agents.ts";
import { named, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

testEachVersion(
  "traceAgent() has the framework's own tools as local ones",
  async (frameworks) => {
    const { deepagents, langchain } = frameworks;
    const { spans, tree } = await traced(
      conversation(
        asks(["write_file", { file_path: "/a.txt", content: "hello" }, "id_w"]),
        asks(["read_file", { file_path: "/a.txt" }, "id_r"]),
        asks([
          "write_todos",
          { todos: [{ content: "Rest", status: "pending" }] },
          "id_t",
        ]),
        says("done"),
      ),
      (model) => {
        const own = deepagents.createDeepAgent({ model });
        const { middleware = [] } = own.options;
        // Older versions have the list by default.
        const has = middleware.some(({ name }) =>
          name === "todoListMiddleware"
        );
        const agent = has ? own : deepagents.createDeepAgent({
          model,
          middleware: [asMiddleware(langchain.todoListMiddleware())],
        });
        return traceAgent(agent).invoke(QUESTION);
      },
    );
    const turn = (tool: string) =>
      `  agent.turn deepagents
    chat tested
      POST
    tool.call ${tool}`;
    assertEquals(
      tree,
      `agent.run deepagents
${turn("write_file")}
${turn("read_file")}
${turn("write_todos")}
  agent.turn deepagents
    chat tested
      POST`,
    );
    for (const { attributes } of named(spans, "tool.call")) {
      assertEquals(attributes["tool.server"], "local");
      assertEquals(Number(attributes["tool.result.size"]) > 5, true);
    }
  },
);

testEachVersion(
  "traceAgent() has a limit at the agent whose it was",
  async (frameworks) => {
    const { createAgent } = frameworks.langchain;
    const { tree } = await traced(
      following(({ tools }) =>
        tools.some(({ name }) => name === "add")
          ? asks(["add", { a: 1, b: 2 }])
          : asks(["ask_expert", {}])
      ),
      (model) => {
        const expert = createAgent({
          model,
          tools: [adding(frameworks)],
          name: "expert",
        });
        const ask = doing(
          frameworks,
          "ask_expert",
          () => expert.invoke(QUESTION, { recursionLimit: 2 }),
        );
        const thrown = frameworks.langchain.createMiddleware({
          name: "thrown",
          wrapToolCall: (request, handler) => handler(request),
        });
        return traceAgent(createAgent({
          model,
          tools: [ask],
          middleware: [thrown],
        })).invoke(QUESTION);
      },
    );
    assertEquals(
      tree,
      `agent.run langchain GraphRecursionError
  agent.turn langchain GraphRecursionError
    chat tested
      POST
    tool.call ask_expert GraphRecursionError
      agent.invoke expert max_turns
        agent.turn expert
          chat tested
            POST
          tool.call add`,
    );
  },
);

testEachVersion(
  "traceAgent() leaves a side call of the framework under the agent",
  async (frameworks) => {
    const { createAgent, summarizationMiddleware } = frameworks.langchain;
    const { tree } = await traced(
      following(({ messages }) =>
        messages.length === 1
          ? says("a summary")
          : messages.some(({ role }) => role === "tool")
          ? says("done")
          : asks(["add", { a: 1, b: 2 }])
      ),
      (model) =>
        traceAgent(createAgent({
          model,
          tools: [adding(frameworks)],
          systemPrompt: "Be brief.",
          middleware: [
            asMiddleware(summarizationMiddleware(
              {
                model,
                trigger: { messages: 3 },
                keep: { messages: 2 },
              } as never,
            )),
          ],
        })).invoke(QUESTION),
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call add
  POST
  agent.turn langchain
    chat tested
      POST`,
    );
  },
);
