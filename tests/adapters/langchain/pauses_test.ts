import { assertEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, asMiddleware, doing } from "./_agents.ts";
import { attributesOf, QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const ADDS = asks(["add", { a: 1, b: 2 }, "id_add"]);

testEachVersion(
  "traceAgent() traces a run that begins with its tools",
  async (frameworks) => {
    const { AIMessage, createAgent } = frameworks.langchain;
    const { tree } = await traced(
      conversation(says("It is 3")),
      (model) =>
        traceAgent(createAgent({
          model,
          tools: [adding(frameworks)],
          middleware: [asMiddleware({
            name: "resumed",
            beforeAgent: { canJumpTo: ["tools"], hook: () => JUMP },
          })],
        })).invoke({
          messages: [
            ...QUESTION.messages,
            new AIMessage({
              content: "",
              tool_calls: [{ name: "add", args: { a: 1, b: 2 }, id: "id_add" }],
            }),
          ],
        }),
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    tool.call add
  agent.turn langchain
    chat tested
      POST`,
    );
  },
);

const JUMP = { jumpTo: "tools" };

testEachVersion(
  "traceAgent() takes a pause for no failure",
  async (frameworks) => {
    const { createAgent } = frameworks.langchain;
    const { error, tree } = await traced(
      conversation(
        asks(["ask_expert", {}, "id_expert"]),
        asks(["wait", {}, "id_wait"]),
      ),
      (model) => {
        // As much of LangGraph's own error as it is known by.
        const paused = Object.assign(new Error("paused"), {
          name: "GraphInterrupt",
          is_bubble_up: true,
          interrupts: [],
        });
        const wait = doing(frameworks, "wait", () => {
          throw paused;
        });
        const expert = createAgent({ model, tools: [wait], name: "expert" });
        const ask = doing(
          frameworks,
          "ask_expert",
          () => expert.invoke(QUESTION),
        );
        return traceAgent(createAgent({ model, tools: [ask] }))
          .invoke(QUESTION);
      },
    );
    assertEquals(error, undefined);
    assertEquals(
      tree,
      `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call ask_expert
      agent.invoke expert
        agent.turn expert
          chat tested
            POST
          tool.call wait`,
    );
  },
);

testEachVersion(
  "traceAgent() tells a call that was answered in the tool's place",
  async (frameworks) => {
    const { createAgent, ToolMessage } = frameworks.langchain;
    for (
      const [status, type] of [["error", "not_run"], ["success", undefined]]
    ) {
      const { spans } = await traced(
        conversation(ADDS, says("Well then")),
        (model) =>
          traceAgent(createAgent({
            model,
            tools: [adding(frameworks)],
            middleware: [asMiddleware({
              name: "instead",
              wrapToolCall: (
                { toolCall }: { readonly toolCall: { readonly id: string } },
              ) =>
                new ToolMessage({
                  tool_call_id: toolCall.id,
                  content: "No adding today",
                  status: status as "error" | "success",
                }),
            })],
          })).invoke(QUESTION),
      );
      const call = attributesOf(spans, "tool.call");
      assertEquals(call["error.type"], type);
      assertEquals(call["tool.result.size"], 15);
    }
  },
);
