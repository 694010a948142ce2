import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { z } from "zod";
import {
  asks,
  conversation,
  refuses,
  says,
} from "../../_helpers/conversation.ts";
import { stderrLines } from "../../_helpers/stderr_lines.ts";
import { adding, asMiddleware, doing, failing } from "./_agents.ts";
import { named, QUESTION, traced } from "./_traced.ts";
import { testEachVersion, VERSIONS } from "./_versions.ts";

const NEWEST = VERSIONS.newest!;

Deno.test("traceAgent() has a structured answer as a call", async () => {
  const { createAgent, toolStrategy } = NEWEST.langchain;
  const schema = z.object({ sum: z.number() });
  const strategy = toolStrategy(schema) as never;
  const name = (strategy as { name: string }[])[0]!.name;
  const { value, tree } = await traced(
    conversation(
      asks([name, { sum: "three" }, "id_misfit"]),
      asks([name, { sum: 3 }, "id_fits"]),
    ),
    async (model) => {
      const agent = traceAgent(
        createAgent({ model, tools: [], responseFormat: strategy } as never),
      );
      return (await agent.invoke(QUESTION) as Record<string, unknown>)
        .structuredResponse;
    },
  );
  assertEquals(value, { sum: 3 });
  assertEquals(
    tree,
    `agent.run langchain
  agent.turn langchain
    chat tested
      POST
    tool.call ${name} invalid_arguments
  agent.turn langchain
    chat tested
      POST
    tool.call ${name}`,
  );
});

Deno.test("traceAgent() follows an agent whose store is set later", async () => {
  const { createAgent, InMemoryStore } = NEWEST.langchain;
  const ask = asks(["look", {}]);
  const stores: unknown[] = [];
  const store = new InMemoryStore();
  await traced(conversation(ask, says("1"), ask, says("2")), async (model) => {
    const look = doing(NEWEST, "look", (_, config) => {
      stores.push(config.store);
      return "looked";
    });
    const agent = traceAgent(createAgent({ model, tools: [look] }));
    await agent.invoke(QUESTION);
    (agent as unknown as { store: unknown }).store = store;
    await agent.invoke(QUESTION);
  });
  assert(stores[0] !== store);
  // The graph hands on a wrapper of its own.
  assertStrictEquals(
    (stores[1] as { store: unknown })?.store ?? stores[1],
    store,
  );
});

testEachVersion(
  "traceAgent() tells of a tool that cannot be watched by its message",
  async (frameworks) => {
    const { spans } = await traced(
      conversation(asks(["add", { a: 1, b: 2 }, "id_add"]), says("3")),
      (model) =>
        traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [Object.freeze(adding(frameworks))],
        })).invoke(QUESTION),
    );
    const [call, ...others] = named(spans, "tool.call");
    assertEquals(others, []);
    assertEquals(call?.attributes["error.type"], undefined);
    assertEquals(call?.attributes["tool.result.size"], 1);
  },
);

testEachVersion(
  "traceAgent() has an agent that works beside another as a run of its own",
  async (frameworks) => {
    const { createAgent } = frameworks.langchain;
    const { tree } = await traced(
      conversation(says("a thought"), says("done")),
      (model) => {
        const aside = traceAgent(
          createAgent({ model, tools: [], name: "aside" }),
        );
        return traceAgent(createAgent({
          model,
          tools: [],
          middleware: [asMiddleware({
            name: "thinking",
            beforeAgent: async () => {
              await aside.invoke(QUESTION);
            },
          })],
        })).invoke(QUESTION);
      },
      { oneRun: false },
    );
    assertEquals(
      tree,
      `agent.run langchain
  agent.run aside
    agent.turn aside
      chat tested
        POST
  agent.turn langchain
    chat tested
      POST`,
    );
  },
);

testEachVersion(
  "traceAgent() keeps what a tool or a model said off the spans",
  async (frameworks) => {
    const { spans } = await traced(
      conversation(
        asks(["explode", { text: "secret-1" }]),
        refuses(400, {}, "secret-2"),
      ),
      (model) =>
        traceAgent(frameworks.langchain.createAgent({
          model,
          tools: [failing(frameworks)],
        })).invoke(QUESTION),
    );
    const told = JSON.stringify(spans.map(({ attributes, events, status }) => ({
      attributes,
      events,
      status,
    })));
    for (const text of ["secret-1", "secret-2", "out of range", "What is it"]) {
      assert(!told.includes(text), text);
    }
  },
);

testEachVersion(
  "traceAgent() takes what a tool of another making gives for its result",
  async (frameworks) => {
    const { createAgent, ToolMessage } = frameworks.langchain;
    const message = (content: string, tool_call_id = "id_x") =>
      new ToolMessage({ content, tool_call_id, status: "error" });
    const outputs: readonly (readonly [unknown, number, string?])[] = [
      [{ ok: true }, 11],
      ["four", 4],
      [undefined, 0],
      [message("failed"), 6, "tool_error"],
      [
        { update: { messages: [message("no", "id_y"), message("yes")] } },
        3,
        "tool_error",
      ],
    ];
    for (const [output, size, type] of outputs) {
      const { spans, error } = await traced(
        conversation(asks(["other", {}, "id_x"]), says("done")),
        (model) => {
          const other = doing(frameworks, "other", () => "never");
          Object.assign(other, { invoke: () => Promise.resolve(output) });
          return traceAgent(createAgent({ model, tools: [other] }))
            .invoke(QUESTION);
        },
      );
      assertEquals(error, undefined);
      const [call] = named(spans, "tool.call");
      assertEquals(call?.attributes["tool.result.size"], size);
      assertEquals(call?.attributes["error.type"], type);
    }
  },
);

testEachVersion(
  "traceAgent() leaves a tool alone that a program runs by itself",
  async (frameworks) => {
    const { spans } = await traced(conversation(says("done")), (model) => {
      const greet = doing(frameworks, "greet", () => "hello");
      return traceAgent(frameworks.langchain.createAgent({
        model,
        tools: [greet],
        middleware: [asMiddleware({
          name: "greeting",
          beforeAgent: async () => {
            await greet.invoke({ name: "Bob" } as never);
          },
        })],
      })).invoke(QUESTION);
    });
    assertEquals(named(spans, "tool.call"), []);
  },
);

Deno.test("traceAgent() has no response id that the framework made up", async () => {
  const { AIMessage, createAgent, fakeModel } = NEWEST.langchain;
  const { spans } = await traced(conversation(), () => {
    const model = fakeModel().respond(new AIMessage("done"));
    return traceAgent(createAgent({ model, tools: [] })).invoke(QUESTION);
  });
  const [chat] = named(spans, "chat unknown");
  assertEquals(chat?.attributes["gen_ai.response.id"], undefined);
});

Deno.test("traceAgent() says which agent it cannot trace, once", async () => {
  const { createAgent } = NEWEST.langchain;
  using said = stderrLines();
  const { value, spans } = await traced(
    conversation(says("one"), says("two")),
    async (model) => {
      // LangChain has a field of this name for agents with such a middleware.
      const stateSchema = z.object({ structuredResponse: z.string() });
      const agent = traceAgent(
        createAgent({ model, tools: [], name: "own", stateSchema } as never),
      );
      const ask = async () => {
        const state = { ...QUESTION, structuredResponse: "its own" };
        const result: Record<string, unknown> = await agent.invoke(state);
        return result.structuredResponse;
      };
      return [await ask(), await ask()];
    },
    { oneRun: false },
  );
  assertEquals(value, ["its own", "its own"]);
  assertEquals(spans, []);
  assertEquals(said.lines, [
    'turnspan: Cannot trace the agent "own": LangChain makes no copy of it with one more middleware (Channel "structuredResponse" already exists with a different type.); until that is mended, its runs are not recorded',
  ]);
});
