import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import {
  asks,
  conversation,
  hangs,
  says,
} from "../../_helpers/conversation.ts";
import { adding } from "./_agents.ts";
import { attributesOf, named, QUESTION, traced } from "./_traced.ts";
import { type Frameworks, testEachVersion } from "./_versions.ts";

const ADDS = asks(["add", { a: 1, b: 2 }]);
const TREE = `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call add
  agent.turn langchain
    chat tested
      POST`;

type Model = Parameters<Parameters<typeof traced>[1]>[0];

function agentOf(frameworks: Frameworks, model: Model) {
  return traceAgent(frameworks.langchain.createAgent({
    model,
    tools: [adding(frameworks)],
  }));
}

for (const streamMode of ["values", "updates", "messages"] as const) {
  testEachVersion(
    `traceAgent() follows a stream of ${streamMode} to its end`,
    async (frameworks) => {
      const { spans, tree } = await traced(
        conversation(ADDS, says("done")),
        async (model) => {
          const agent = agentOf(frameworks, model);
          for await (const _ of await agent.stream(QUESTION, { streamMode })) {
            // Read to the end.
          }
        },
      );
      assertEquals(tree, TREE);
      assertEquals(attributesOf(spans, "agent.run")["agent.answer.length"], 4);
      const [first] = named(spans, "agent.turn");
      assertEquals(first?.attributes["gen_ai.usage.input_tokens"], 100);
      const [chat] = named(spans, "chat tested");
      assertEquals(
        chat?.attributes["gen_ai.request.stream"] === true,
        streamMode === "messages",
      );
    },
  );
}

testEachVersion(
  "traceAgent() follows a stream of events",
  async (frameworks) => {
    const { tree } = await traced(
      conversation(ADDS, says("done")),
      async (model) => {
        const agent = agentOf(frameworks, model);
        for await (
          const _ of agent.streamEvents(QUESTION, { version: "v2" })
        ) {
          // Read to the end.
        }
      },
    );
    assertEquals(tree, TREE);
  },
);

testEachVersion(
  "traceAgent() goes through the turns while its stream is read",
  async (frameworks) => {
    await traced(conversation(ADDS, says("done")), async (model) => {
      const agent = agentOf(frameworks, model);
      await traceRun({ runner: "mine", model: "tested" }, async (run) => {
        const seen = [];
        for await (
          const _ of await agent.stream(QUESTION, { streamMode: "updates" })
        ) {
          seen.push(run.turnCount);
        }
        // The framework goes on while a chunk is read, but not to the end.
        assertEquals([seen[0], seen.at(-1)], [1, 2]);
      });
    });
  },
);

testEachVersion(
  "traceAgent() ends the run of a stream that nobody reads on",
  async (frameworks) => {
    const model = hangs();
    const { spans, error, tree } = await traced(
      conversation(ADDS, model.reply),
      async (chatModel) => {
        const agent = agentOf(frameworks, chatModel);
        let left = 3;
        for await (
          const _ of await agent.stream(QUESTION, { streamMode: "values" })
        ) {
          if (--left > 0) continue;
          await model.asked;
          break;
        }
      },
    );
    assertEquals(error, undefined);
    assertEquals(
      tree,
      `agent.run langchain cancelled
  agent.turn langchain
    chat tested
      POST
    tool.call add
  agent.turn langchain cancelled
    chat tested cancelled
      POST cancelled`,
    );
    assertEquals(attributesOf(spans, "agent.run")["agent.answer.length"], 0);
  },
);

for (const how of ["invoke", "stream"] as const) {
  testEachVersion(
    `traceAgent() ends all spans of a cancelled ${how}`,
    async (frameworks) => {
      const model = hangs();
      const cancel = new AbortController();
      const enough = new DOMException("Enough", "AbortError");
      model.asked.then(() => cancel.abort(enough));
      const { tree, error } = await traced(
        conversation(ADDS, model.reply),
        async (chatModel) => {
          const agent = agentOf(frameworks, chatModel);
          const { signal } = cancel;
          if (how === "invoke") await agent.invoke(QUESTION, { signal });
          for await (const _ of await agent.stream(QUESTION, { signal })) {
            // Until it is cancelled.
          }
        },
      );
      assertEquals(error instanceof Error || error === enough, true);
      assertEquals(
        tree,
        `agent.run langchain cancelled
  agent.turn langchain
    chat tested
      POST
    tool.call add
  agent.turn langchain cancelled
    chat tested cancelled
      POST cancelled`,
      );
    },
  );
}

testEachVersion(
  "traceAgent() fails the run whose reply is cut",
  async (frameworks) => {
    const { tree, spans, error } = await traced(
      conversation(ADDS, says("one two three four", { cut: true })),
      async (model) => {
        const agent = agentOf(frameworks, model);
        const stream = await agent.stream(QUESTION, { streamMode: "messages" });
        for await (const _ of stream) {
          // Until it is cut.
        }
      },
    );
    assertEquals(error instanceof Error, true);
    const type = attributesOf(spans, "agent.run")["error.type"];
    assertEquals(
      tree,
      `agent.run langchain ${type}
  agent.turn langchain
    chat tested
      POST
    tool.call add
  agent.turn langchain ${type}
    chat tested ${type}
      POST ${type}`,
    );
  },
);
