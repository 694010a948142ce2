import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { traceAgent } from "@turnspan/turnspan/langchain";
import { talksOn } from "../../_helpers/talks_on.ts";
import { QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const CHUNK = {
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "tested",
  choices: [{ index: 0, delta: { role: "assistant", content: "one" } }],
};

// deno-lint-ignore no-explicit-any -- of either version
type Streamed = any;

/** Each way to leave a stream of which a chunk was read. */
const WAYS: Readonly<
  Record<string, (stream: Streamed, cancel: AbortController) => unknown>
> = {
  async break(stream) {
    for await (const _ of stream) break;
  },
  async throw(stream) {
    try {
      for await (const _ of stream) throw new Error("enough");
    } catch {
      // The program's own.
    }
  },
  async return(stream) {
    await stream.next();
    await stream.return();
  },
  async cancel(stream) {
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
  },
  async abort(stream, cancel) {
    await stream.next();
    cancel.abort();
    await stream.next().catch(() => {});
  },
};

for (const [way, leave] of Object.entries(WAYS)) {
  for (const inRun of [false, true]) {
    testEachVersion(
      `traceAgent() cancels a stream by ${way}${inRun ? " in a run" : ""}`,
      async ({ langchain }) => {
        const { tree, error } = await traced(
          () => talksOn(CHUNK),
          async (model) => {
            const agent = traceAgent(
              langchain.createAgent({ model, tools: [] }),
            );
            const cancel = new AbortController();
            const go = async () => {
              const stream = await agent.stream(QUESTION, {
                streamMode: "messages",
                signal: cancel.signal,
              });
              await leave(stream, cancel);
            };
            if (inRun) await traceRun({ runner: "mine", model: "tested" }, go);
            else await go();
          },
        );
        assertEquals(error, undefined);
        assertEquals(
          tree.replace(/POST \w+$/, "POST"),
          `agent.run ${inRun ? "mine" : "langchain cancelled"}
  agent.turn ${inRun ? "mine" : "langchain"} cancelled
    chat tested cancelled
      POST`,
        );
      },
    );
  }
}
