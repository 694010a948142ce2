import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { SpanRecorder } from "../../../testing/mod.ts";

const CHUNKS = ["one ", "two ", "three "].map((content) => ({
  id: "chatcmpl-1",
  choices: [{ index: 0, delta: { content } }],
}));

/** The end of the stream, which nobody reads. */
const END = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };

async function* chunks() {
  yield* CHUNKS;
  yield END;
}

type Stream = AsyncGenerator<unknown>;

/** Each way to leave a stream of which one chunk was read. */
const WAYS: Readonly<Record<string, (stream: Stream) => Promise<unknown>>> = {
  async break(stream) {
    for await (const _ of stream) break;
  },
  async throw(stream) {
    await stream.next();
    await stream.throw(new Error("enough")).catch(() => {});
  },
  async return(stream) {
    await stream.next();
    await stream.return(undefined);
  },
  "reading no further": (stream) => stream.next(),
};

for (const [way, leave] of Object.entries(WAYS)) {
  Deno.test(`Chat.reply() is cancelled by ${way}`, async () => {
    using recorder = new SpanRecorder();
    await traceRun(
      { runner: "mine", model: "gpt-5" },
      (run) =>
        run.chat(async (chat) => {
          await leave(chat.reply(chunks()));
        }),
    );
    const chat = recorder.spans.find(({ name }) => name === "chat gpt-5");
    assertEquals(chat?.attributes["error.type"], "cancelled");
  });
}

Deno.test("Chat.reply() is no failure where the stream has ended without its last event", async () => {
  using recorder = new SpanRecorder();
  await traceRun(
    { runner: "mine", model: "gpt-5" },
    (run) =>
      run.chat(async (chat) => {
        const stream = chat.reply(ReadableStream.from(CHUNKS));
        for await (const _ of stream) {
          // To its end.
        }
      }),
  );
  assertEquals(
    recorder.spans.map(({ attributes }) => attributes["error.type"]),
    [
      undefined,
      undefined,
      undefined,
    ],
  );
});

Deno.test("Scope.fail() as cancelled cancels what is open inside", async () => {
  using recorder = new SpanRecorder();
  await traceRun({ runner: "mine", model: "gpt-5" }, async (run) => {
    await run.turn((turn) => {
      const call = turn.startTool({ name: "look" });
      call.startAgent({ name: "inner" }).startTurn();
      turn.fail(new DOMException("Enough", "AbortError"), "cancelled");
    });
  });
  assertEquals(
    recorder.tree({ attributes: ["error.type"] }),
    `agent.run
  agent.turn error.type="cancelled"
    tool.call error.type="cancelled"
      agent.invoke error.type="cancelled"
        agent.turn error.type="cancelled"`,
  );
});
