import { ChatAnthropic } from "@langchain/anthropic";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { fakeModel } from "langchain";
import {
  type AgentRun,
  TokenBudgetError,
  tracedFetch,
  traceRun,
} from "@turnspan/turnspan";
import { traceAgent, traceMiddleware } from "@turnspan/turnspan/langchain";
import { beginsMessage } from "../../_helpers/begun_message.ts";
import {
  asks,
  conversation,
  following,
  says,
} from "../../_helpers/conversation.ts";
import { adding, asMiddleware } from "./_agents.ts";
import { QUESTION, traced } from "./_traced.ts";
import { type Frameworks, testEachVersion } from "./_versions.ts";

const RUN = { runner: "mine", model: "tested", budget: { inputTokens: 150 } };

/** Adds without an end: each reply reports 100 tokens. */
const FOREVER = () =>
  following(({ messages }) =>
    asks(["add", { a: 1, b: 2 }, `id_${messages.length}`])
  );

const TURN = `
  agent.turn mine
    chat tested
      POST
    tool.call add`;

type Agent = ReturnType<Frameworks["langchain"]["createAgent"]>;

/** The ways to run an agent, to its end. */
const WAYS: Readonly<
  Record<string, (agent: Agent, signal?: AbortSignal) => Promise<unknown>>
> = {
  invoke: (agent, signal) =>
    agent.invoke(QUESTION, signal === undefined ? {} : { signal }),
  stream: async (agent, signal) => {
    const options = signal === undefined ? {} : { signal };
    for await (const _ of await agent.stream(QUESTION, options));
  },
};

for (const [way, use] of Object.entries(WAYS)) {
  testEachVersion(
    `traceAgent() asks no further past the budget of its run, in ${way}()`,
    async (frameworks) => {
      for (const passesSignal of [true, false]) {
        let run: AgentRun | undefined;
        const { error, tree, requests } = await traced(
          FOREVER(),
          (model) =>
            traceRun(RUN, (started) => {
              run = started;
              const agent = traceAgent(frameworks.langchain.createAgent({
                model,
                tools: [adding(frameworks)],
              }));
              return use(
                agent as unknown as Agent,
                passesSignal ? started.signal : undefined,
              );
            }),
        );
        assert(error instanceof TokenBudgetError);
        assertStrictEquals(run?.signal?.reason, error);
        assertEquals(requests.length, 2);
        assertEquals(tree, `agent.run mine token_budget${TURN}${TURN}`);
      }
    },
  );
}

testEachVersion(
  "traceAgent() stops the whole run where a sub-agent is past the budget",
  async (frameworks) => {
    const { error, tree, requests } = await traced(
      following(({ tools, messages }) =>
        tools.some(({ name }) => name === "task")
          ? asks(["task", {
            description: "add",
            subagent_type: "adder",
          }, `id_${messages.length}`])
          : asks(["add", { a: 1, b: 2 }, `id_inner_${messages.length}`])
      ),
      (model) =>
        traceRun(RUN, () =>
          traceAgent(frameworks.deepagents.createDeepAgent({
            model,
            subagents: [{
              name: "adder",
              description: "Adds",
              systemPrompt: "Add",
              tools: [adding(frameworks)],
            }],
          })).invoke(QUESTION)),
    );
    assert(error instanceof TokenBudgetError);
    assertEquals(requests.length, 2);
    assertEquals(
      tree,
      `agent.run mine token_budget
  agent.turn mine cancelled
    chat tested
      POST
    tool.call task cancelled
      agent.invoke adder cancelled
        agent.turn adder
          chat tested
            POST
          tool.call add`,
    );
  },
);

testEachVersion(
  "traceMiddleware() asks no further past the budget of its run",
  async (frameworks) => {
    let run: AgentRun | undefined;
    const { requests } = await traced(
      FOREVER(),
      (model) =>
        traceRun(RUN, (started) => {
          run = started;
          const { graph } = frameworks.langchain.createAgent({
            model,
            tools: [adding(frameworks)],
            middleware: [asMiddleware(traceMiddleware())],
          });
          return graph.invoke(QUESTION);
        }),
    );
    assertEquals(requests.length, 2);
    assertEquals(run?.error?.type, "token_budget");
    assert(run?.signal?.reason instanceof TokenBudgetError);
  },
);

testEachVersion(
  "traceAgent() does not ask a model of the program's own past the budget",
  async (frameworks) => {
    const { AIMessage, createAgent } = frameworks.langchain;
    const model = fakeModel();
    for (const id of ["id_1", "id_2", "id_3"]) {
      model.respond(
        new AIMessage({
          content: "",
          tool_calls: [{ id, name: "add", args: { a: 1, b: 2 } }],
          usage_metadata: {
            input_tokens: 100,
            output_tokens: 1,
            total_tokens: 101,
          },
          // The framework's own types do not know of exact optional properties.
        } as never),
      );
    }
    const agent = traceAgent(
      createAgent({ model, tools: [adding(frameworks)] }),
    );
    await assertRejects(
      () => traceRun(RUN, () => agent.invoke(QUESTION)),
      TokenBudgetError,
    );
    assertEquals(model.callCount, 2);
  },
);

testEachVersion(
  "traceMiddleware() counts a reply as soon as it says its input",
  async ({ langchain }) => {
    using begun = beginsMessage(151);
    const { requests, tree } = await traced(
      conversation(begun.reply, says("too late")),
      (_, anthropicApiUrl) =>
        traceRun(RUN, async (run) => {
          const model = new ChatAnthropic({
            model: "tested",
            apiKey: "key",
            anthropicApiUrl,
            maxRetries: 0,
            streaming: true,
            clientOptions: { fetch: tracedFetch },
          });
          const agent = traceAgent(langchain.createAgent({ model, tools: [] }));
          await run.turn(async (turn) => {
            const one = turn.tool({ name: "one" }, async () => {
              const options = { signal: run.signal!, streamMode: "messages" };
              const stream = await agent.stream(QUESTION, options as never);
              for await (const _ of stream) first.resolve();
            });
            const first = Promise.withResolvers<void>();
            await first.promise;
            const other = turn.tool(
              { name: "other" },
              () => agent.invoke(QUESTION),
            );
            for (const each of [other, one]) {
              await assertRejects(() => each, TokenBudgetError);
            }
          });
        }),
    );
    assertEquals(requests.length, 1);
    assertEquals(
      tree,
      `agent.run mine token_budget
  agent.turn mine cancelled
    tool.call one cancelled
      agent.invoke agent cancelled
        agent.turn agent cancelled
          chat tested cancelled
            POST cancelled
    tool.call other cancelled
      agent.invoke agent cancelled`,
    );
  },
);
