import { assertEquals } from "@std/assert";
import { traceRun } from "@turnspan/turnspan";
import { asks, conversation } from "../../_helpers/conversation.ts";
import { talksOn } from "../../_helpers/talks_on.ts";
import { adding, agentOf } from "./_agents.ts";
import { traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const CHUNK = {
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "tested",
  choices: [{ index: 0, delta: { role: "assistant", content: "one" } }],
};

const DONE = [{ index: 0, delta: {}, finish_reason: "stop" }];

// deno-lint-ignore no-explicit-any -- of either version
type Streamed = any;

/** Each way to leave a streamed run of which the first text was read. */
const WAYS: Readonly<
  Record<string, (result: Streamed, cancel: AbortController) => unknown>
> = {
  async break(result) {
    for await (const event of result) {
      if (event.type === "raw_model_stream_event") break;
    }
  },
  async throw(result) {
    try {
      for await (const event of result) {
        if (event.type === "raw_model_stream_event") throw new Error("enough");
      }
    } catch {
      // The program's own.
    }
  },
  async return(result) {
    const events = result[Symbol.asyncIterator]();
    await events.next();
    await events.next();
    await events.return();
  },
  async cancel(result) {
    const reader = result.toStream().getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
  },
  async "cancel of its text"(result) {
    const reader = result.toTextStream().getReader();
    await reader.read();
    await reader.cancel();
  },
  async abort(result, cancel) {
    const events = result[Symbol.asyncIterator]();
    await events.next();
    await events.next();
    cancel.abort();
  },
};

for (const [way, leave] of Object.entries(WAYS)) {
  for (const inRun of [false, true]) {
    for (const said of [[], [{ ...CHUNK, choices: DONE }]]) {
      const told = said.length > 0 ? ", all but its usage said" : "";
      testEachVersion(
        `A stream is cancelled by ${way}${inRun ? " in a run" : ""}${told}`,
        async (sdk) => {
          const { tree, error } = await traced({
            sdk,
            mode: { responses: false, stream: true },
            handler: () => talksOn(CHUNK, ...said),
            use: async (_, runner) => {
              const cancel = new AbortController();
              const ends: Promise<unknown>[] = [];
              const go = async () => {
                const agent = agentOf(sdk, "talker");
                const { signal } = cancel;
                const result = await runner.run(agent, "Talk", {
                  stream: true,
                  signal,
                });
                await leave(result, cancel);
                // A run around it ends at once.
                if (!inRun) await result.completed.catch(() => {});
                ends.push(result.completed);
              };
              if (inRun) {
                await traceRun({ runner: "mine", model: "tested" }, go);
              } else await go();
              await Promise.allSettled(ends);
            },
          });
          assertEquals(error, undefined);
          assertEquals(
            tree.replace(/POST \w+$/, "POST"),
            `agent.run ${inRun ? "mine" : "talker cancelled"}
  agent.turn talker cancelled
    chat tested cancelled
      POST`,
          );
        },
      );
    }
  }
}

testEachVersion(
  "A tool is cancelled where its stream is left, and its run with it",
  async (sdk) => {
    const done = Promise.withResolvers<string>();
    const { tree, error } = await traced({
      sdk,
      mode: { responses: false, stream: true },
      handler: conversation(asks(["add", { a: 1, b: 2 }, "id_add"])),
      use: async (_, runner) => {
        const begun = Promise.withResolvers<void>();
        const execute = () => {
          begun.resolve();
          return done.promise;
        };
        const tools = [adding(sdk, { execute })];
        let completed: Promise<unknown> | undefined;
        await traceRun({ runner: "mine", model: "tested" }, async () => {
          const agent = agentOf(sdk, "talker", { tools });
          const result = await runner.run(agent, "Talk", { stream: true });
          completed = result.completed;
          for await (const _ of result) {
            await begun.promise;
            break;
          }
        });
        done.resolve("3");
        await completed?.catch(() => {});
      },
    });
    assertEquals(error, undefined);
    assertEquals(
      tree,
      `agent.run mine
  agent.turn talker cancelled
    chat tested
      POST
    tool.call add cancelled`,
    );
  },
);
