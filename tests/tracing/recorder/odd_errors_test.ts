import { assertEquals, assertStrictEquals } from "@std/assert";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { assertWhole, RUN, run } from "./_run_setup.ts";

Deno.test("traceRun() throws on the same object, however odd it is", async () => {
  using recorder = new SpanRecorder();
  const odd = new Error("x");
  Object.defineProperty(odd, "message", { value: { a: 1 } });
  let thrown: unknown;

  await traceRun(RUN, () => {
    throw odd;
  }).catch((error) => thrown = error);

  assertStrictEquals(thrown, odd);
  assertWhole(recorder, {
    ...run({ "error.type": "Error" }, []),
    status: "error",
    events: ["exception"],
  });
});

Deno.test("traceRun() ends a span whose end cannot be recorded", async () => {
  using recorder = new SpanRecorder();

  const answer = await traceRun(RUN, (agentRun) =>
    agentRun.turn((open) => {
      const chat = open.startChat();
      // An adapter for another version of its framework may say this.
      chat.response({ finishReasons: 5 as never });
      chat.end();
      return "42";
    }));

  assertEquals(answer, "42");
  assertEquals(recorder.unended, []);
  assertEquals(recorder.tree(), "agent.run\n  agent.turn\n    chat gpt-5");
});
