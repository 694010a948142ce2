import { ChatOpenAI } from "@langchain/openai";
import { assertEquals, assertNotEquals } from "@std/assert";
import { currentRun, tracedFetch, traceRun } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import {
  asks,
  conversation,
  refuses,
  type SaidReply,
  says,
} from "../../_helpers/conversation.ts";
import { doing } from "./_agents.ts";
import { QUESTION } from "./_traced.ts";
import { type Frameworks, testEachVersion } from "./_versions.ts";

const LOOKS = asks(["look", {}, "id_1"]);

/** Runs a program whose model calls a tool, with tracing off. */
async function withModel<R>(
  last: SaidReply,
  program: (model: ChatOpenAI) => Promise<R>,
): Promise<R> {
  await using server = startScriptedModel({
    handler: conversation(LOOKS, last, LOOKS, last),
  });
  return await program(
    new ChatOpenAI({
      model: "tested",
      apiKey: "key",
      maxRetries: 0,
      configuration: { baseURL: `${server.baseUrl}/v1`, fetch: tracedFetch },
    }),
  );
}

/** An agent whose tool looks which run it is in. */
function looking(frameworks: Frameworks, model: ChatOpenAI) {
  const runs: unknown[] = [];
  const look = doing(frameworks, "look", () => {
    runs.push(currentRun());
    return "seen";
  });
  const { createAgent } = frameworks.langchain;
  return { agent: createAgent({ model, tools: [look] }), runs };
}

testEachVersion(
  "traceAgent() leaves a run alone with tracing off, and records the next one",
  (frameworks) =>
    withModel(says("done"), async (model) => {
      const { agent, runs } = looking(frameworks, model);
      await traceAgent(agent).invoke(QUESTION);
      assertEquals(runs, [undefined]);
      using recorder = new SpanRecorder();
      await agent.invoke(QUESTION);
      assertEquals(runs.length, 2);
      assertNotEquals(runs[1], undefined);
      const names = recorder.spans.map(({ name }) => name);
      assertEquals(names.filter((name) => name === "agent.turn").length, 2);
    }),
);

testEachVersion(
  "traceAgent() throws what the framework throws, with tracing off",
  async (frameworks) => {
    const refused = () => refuses(400, {}, "no such model");
    const thrown = (trace: boolean) =>
      withModel(refused(), async (model) => {
        const { agent } = looking(frameworks, model);
        if (trace) traceAgent(agent);
        const error = await agent.invoke(QUESTION).then(
          () => undefined,
          (error: unknown) => error,
        );
        return chain(error);
      });
    const bare = await thrown(false);
    assertNotEquals(bare, []);
    assertEquals(await thrown(true), bare);
  },
);

/** The names of an error and of its causes. */
function chain(error: unknown): string[] {
  return error instanceof Error
    ? [error.constructor.name, ...chain(error.cause)]
    : [];
}

testEachVersion(
  "traceAgent() keeps the trajectory of the caller's run with tracing off",
  (frameworks) =>
    withModel(says("done"), async (model) => {
      const { agent, runs } = looking(frameworks, model);
      await traceRun({ runner: "mine", model: "tested" }, async (run) => {
        await traceAgent(agent).invoke(QUESTION);
        assertEquals(runs, [run]);
        const [first, second, ...more] = run.trajectory.turns;
        assertEquals(first?.toolCalls.map(({ output }) => output), ["seen"]);
        assertEquals(second?.text, "done");
        assertEquals(more, []);
      });
    }),
);
