import { assertEquals, assertNotEquals, assertStrictEquals } from "@std/assert";
import { currentRun, traceRun } from "@turnspan/turnspan";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, agentOf, runnerAt } from "./_agents.ts";
import { type Sdk, testEachVersion, untraced } from "./_versions.ts";

const ADDS = asks(["add", { a: 1, b: 2 }, "id_1"]);

/** Runs a program with an agent whose tool looks which run it is in. */
async function withAgent<R>(
  sdk: Sdk,
  program: (run: () => Promise<unknown>, runs: unknown[]) => Promise<R>,
): Promise<R> {
  await using model = startScriptedModel({
    handler: conversation(ADDS, says("done"), ADDS, says("done")),
  });
  const runner = runnerAt(sdk, model.baseUrl);
  const runs: unknown[] = [];
  const add = adding(sdk, {
    execute: () => {
      runs.push(currentRun());
      return "3";
    },
  });
  const agent = agentOf(sdk, "adder", { tools: [add] });
  return await program(async () => {
    const { finalOutput } = await runner.run(agent, "1 + 2?");
    assertEquals(finalOutput, "done");
  }, runs);
}

testEachVersion(
  "traceRunner() leaves a run alone with tracing off, and records the next one",
  (sdk) =>
    withAgent(sdk, async (run, runs) => {
      await run();
      assertEquals(runs, [undefined]);
      using recorder = new SpanRecorder();
      await run();
      assertNotEquals(runs[1], undefined);
      const names = recorder.spans.map(({ name }) => name);
      assertEquals(names.filter((name) => name === "agent.turn").length, 2);
    }),
);

testEachVersion(
  "traceRunner() throws what the SDK throws, with tracing off",
  async (sdk) => {
    const boom = new RangeError("boom");
    const model = {
      getResponse: () => Promise.reject(boom),
      getStreamedResponse: () => {
        throw boom;
      },
    };
    const agent = agentOf(sdk, "fails", { model });
    const runner = new sdk.Runner({ tracingDisabled: true });
    for (const run of [sdk.Runner.prototype.run, untraced.get(sdk)!]) {
      const thrown = await run.call(runner, agent as never, "Go", {} as never)
        .catch((error: unknown) => error);
      assertStrictEquals(thrown, boom);
    }
  },
);

testEachVersion(
  "traceRunner() keeps the trajectory of the caller's run with tracing off",
  (sdk) =>
    withAgent(sdk, async (once, runs) => {
      await traceRun({ runner: "mine", model: "tested" }, async (run) => {
        await once();
        assertEquals(runs, [run]);
        const [first, second, ...more] = run.trajectory.turns;
        assertEquals(first?.toolCalls.map(({ output }) => output), ["3"]);
        assertEquals(second?.text, "done");
        assertEquals(more, []);
      });
    }),
);
