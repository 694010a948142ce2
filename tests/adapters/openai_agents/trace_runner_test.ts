import { assertEquals, assertStrictEquals } from "@std/assert";
import { currentRun, traceRun } from "@turnspan/turnspan";
import { traceRunner } from "@turnspan/turnspan/openai-agents";
import {
  asks,
  conversation,
  following,
  says,
} from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const TWO_SUMS = asks(
  ["add", { a: 1, b: 2 }, "id_a"],
  ["add", { a: 3, b: 4 }, "id_b"],
);

const TWO_TURNS = `
  agent.turn adder
    chat tested
      POST
    tool.call add
    tool.call add
  agent.turn adder
    chat tested
      POST`;

testEachVersion("traceRunner() traces a run in each mode", async (sdk) => {
  for (const mode of MODES) {
    const { answer, tree, spans } = await traced({
      sdk,
      mode,
      agent: agentOf(sdk, "adder", { tools: [adding(sdk)] }),
      handler: conversation(TWO_SUMS, says("3 and 7")),
    });
    assertEquals(answer, "3 and 7");
    assertEquals(tree, `agent.run adder${TWO_TURNS}`);
    const of = (name: string) =>
      spans.filter((span) => span.name === name).map(({ attributes }) =>
        attributes
      );
    const [run] = of("agent.run");
    assertEquals(run?.["agent.runner"], "openai_agents");
    assertEquals(run?.["gen_ai.agent.name"], "adder");
    assertEquals(run?.["gen_ai.request.model"], "tested");
    assertEquals(run?.["agent.answer.length"], 7);
    const calls = of("tool.call");
    assertEquals(calls.map((call) => call["gen_ai.tool.call.id"]), [
      "id_a",
      "id_b",
    ]);
    assertEquals(calls.map((call) => call["tool.result.size"]), [1, 1]);
    assertEquals(calls.map((call) => call["tool.server"]), ["local", "local"]);
    const [first, second] = of("chat tested");
    assertEquals(first?.["gen_ai.request.stream"], mode.stream);
    assertEquals(first?.["gen_ai.response.model"], "tested");
    assertEquals(typeof first?.["gen_ai.response.id"], "string");
    assertEquals(
      [first, second].map((chat) => chat?.["gen_ai.response.finish_reasons"]),
      mode.responses
        ? [["completed"], ["completed"]]
        : [["tool_calls"], ["stop"]],
    );
    const [, last] = of("agent.turn");
    assertEquals(last?.["turn.prompt.bytes.results"], 2);
  }
});

testEachVersion("traceRunner() twice traces once", async (sdk) => {
  traceRunner(sdk.Runner);
  const { tree } = await traced({
    sdk,
    agent: agentOf(sdk, "adder"),
    handler: conversation(says("so it is")),
  });
  assertEquals(
    tree,
    `agent.run adder
  agent.turn adder
    chat tested
      POST`,
  );
});

testEachVersion("A run inside of traceRun() is that run's", async (sdk) => {
  const { tree, spans } = await traced({
    sdk,
    handler: conversation(TWO_SUMS, says("7"), says("nothing more")),
    use: (run) =>
      traceRun({ runner: "mine", model: "tested" }, async (agentRun) => {
        const agent = agentOf(sdk, "adder", { tools: [adding(sdk)] });
        await run(agent);
        assertStrictEquals(currentRun(), agentRun);
        await run(agentOf(sdk, "other"));
      }),
  });
  assertEquals(
    tree,
    `agent.run mine${TWO_TURNS}
  agent.turn other
    chat tested
      POST`,
  );
  assertEquals(spans.at(-1)?.attributes["agent.runner"], "mine");
});

testEachVersion("Runs of one runner at once are traced apart", async (sdk) => {
  const { spans } = await traced({
    sdk,
    oneRun: false,
    handler: following(({ messages }) =>
      messages.some(({ role }) => role === "tool") ? says("done") : TWO_SUMS
    ),
    use: (run) => {
      const agent = agentOf(sdk, "adder", { tools: [adding(sdk)] });
      return Promise.all(Array.from({ length: 10 }, () => run(agent)));
    },
  });
  const traces = Map.groupBy(spans, (span) => span.spanContext().traceId);
  assertEquals(
    [...traces.values()].map((trace) => trace.length),
    Array.from({ length: 10 }, () => 1 + 2 * 3 + 2),
  );
});

testEachVersion(
  "A run beside the agent that is at work is its own",
  async (sdk) => {
    const judge = agentOf(sdk, "judge");
    const { answer, tree } = await traced({
      sdk,
      oneRun: false,
      handler: following(({ messages }) =>
        says(messages[0]?.text === "judge" ? "harmless" : "so it is")
      ),
      use: (run, runner) =>
        run(agentOf(sdk, "guarded", {
          inputGuardrails: [{
            name: "harmless",
            runInParallel: false,
            execute: async () => ({
              outputInfo: (await runner.run(judge, "Is it?")).finalOutput,
              tripwireTriggered: false,
            }),
          }],
        })),
    });
    assertEquals(answer, "so it is");
    const judged = `
  agent.run judge
    agent.turn judge
      chat tested
        POST`;
    const asked = `
  agent.turn guarded
    chat tested
      POST`;
    const both = [judged, asked].map((part) => `agent.run guarded${part}`);
    assertEquals(
      tree.replace(judged, "").replace(asked, ""),
      "agent.run guarded",
      tree,
    );
    assertEquals(both.length, 2);
  },
);

testEachVersion(
  "run() of the SDK is traced, and so is a model of one's own",
  async (sdk) => {
    const { tree, spans } = await traced({
      sdk,
      handler: conversation(),
      use: () => {
        sdk.setTracingDisabled(true);
        const model = {
          getResponse: () =>
            Promise.resolve({
              usage: new sdk.Usage({ inputTokens: 5, outputTokens: 2 }),
              output: [{
                type: "message" as const,
                role: "assistant" as const,
                status: "completed" as const,
                content: [{ type: "output_text" as const, text: "fine" }],
              }],
            }),
          // deno-lint-ignore require-yield
          async *getStreamedResponse() {
            throw new TypeError("not here");
          },
        };
        return sdk.run(agentOf(sdk, "own", { model }), "How is it?");
      },
    });
    assertEquals(
      tree,
      `agent.run own
  agent.turn own
    chat unknown`,
    );
    const chat = spans.find(({ name }) => name === "chat unknown")?.attributes;
    assertEquals(chat?.["gen_ai.usage.input_tokens"], 5);
    assertEquals(chat?.["gen_ai.usage.output_tokens"], 2);
    assertEquals(chat?.["gen_ai.usage.cache_read.input_tokens"], undefined);
  },
);
