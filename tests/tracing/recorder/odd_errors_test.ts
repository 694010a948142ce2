import { assertEquals, assertStrictEquals } from "@std/assert";
import { startRun } from "../../../tracing/recorder/start_run.ts";
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

Deno.test("a scope throws on what cannot even be looked at", async () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const trap = new Proxy(new Error("x"), {
    get: () => {
      throw new RangeError("trapped");
    },
    getPrototypeOf: () => {
      throw new RangeError("trapped");
    },
  });
  for (const odd of [revoked.proxy, trap]) {
    using recorder = new SpanRecorder();
    const caught: unknown[] = [];
    const agentRun = startRun(RUN);
    await agentRun.run(() =>
      agentRun.turn(async (one) => {
        const fail = () => {
          throw odd;
        };
        await one.tool({ name: "add" }, fail).catch((e) => caught.push(e));
        await one.chat(fail);
      })
    ).catch((error) => caught.push(error));
    assertEquals(caught.map((error) => Object.is(error, odd)), [true, true]);
    assertEquals(typeof agentRun.error?.message, "string");
    assertEquals(recorder.unended, []);
    assertEquals(
      recorder.tree({ status: true }),
      "agent.run error\n  agent.turn error\n    tool.call error\n    chat gpt-5 error",
    );
  }
});
