import { assert, assertEquals } from "@std/assert";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { adding, agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const STREAMED = MODES.filter(({ stream }) => stream);

const CHUNK = {
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "tested",
  choices: [{ index: 0, delta: { role: "assistant", content: "one" } }],
  usage: { prompt_tokens: 70, completion_tokens: 1, total_tokens: 71 },
};

/** Says one word and its usage, and then does something else. */
function oneWord(
  then: (
    body: ReadableStreamDefaultController<Uint8Array>,
  ) => void | Promise<void>,
): Promise<Response> {
  const event = `data: ${JSON.stringify(CHUNK)}\n\n`;
  let said = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (said) return then(controller);
      said = true;
      controller.enqueue(new TextEncoder().encode(event));
    },
  });
  const headers = { "content-type": "text/event-stream" };
  return Promise.resolve(new Response(body, { headers }));
}

const LONG = "one two three four five six seven eight nine ten eleven";

testEachVersion("A stream that breaks off fails the run", async (sdk) => {
  for (const mode of STREAMED) {
    const { error, tree, requests, spans } = await traced({
      sdk,
      mode,
      agent: agentOf(sdk, "adder", { tools: [adding(sdk)] }),
      handler: conversation(
        asks(["add", { a: 1, b: 2 }, "id_add"]),
        says(LONG, { cut: true }),
      ),
    });
    assert(error instanceof TypeError);
    assertEquals(requests.length, 2);
    assertEquals(
      tree,
      `agent.run adder TypeError
  agent.turn adder
    chat tested
      POST
    tool.call add
  agent.turn adder TypeError
    chat tested TypeError
      POST TypeError`,
    );
    const last = spans.findLast(({ name }) => name === "agent.turn");
    assertEquals(last?.attributes["gen_ai.usage.output_tokens"], undefined);
  }
});

testEachVersion(
  "Of a stream that breaks off, the usage that came counts",
  async (sdk) => {
    const { spans, tree } = await traced({
      sdk,
      mode: { responses: false, stream: true },
      agent: agentOf(sdk, "cut"),
      handler: () => oneWord((body) => body.error(new Error("cut"))),
    });
    assertEquals(
      tree,
      `agent.run cut TypeError
  agent.turn cut TypeError
    chat tested TypeError
      POST TypeError`,
    );
    const turn = spans.find(({ name }) => name === "agent.turn")?.attributes;
    assertEquals(turn?.["gen_ai.usage.input_tokens"], 70);
    assertEquals(turn?.["gen_ai.usage.output_tokens"], undefined);
  },
);

testEachVersion(
  "A stream that is not read to its end is cancelled",
  async (sdk) => {
    const { tree, error } = await traced({
      sdk,
      mode: { responses: false, stream: true },
      handler: () => oneWord(() => new Promise(() => {})),
      use: async (_, runner) => {
        const agent = agentOf(sdk, "talker");
        const result = await runner.run(agent, "Talk", { stream: true });
        for await (const event of result) {
          if (event.type === "raw_model_stream_event") break;
        }
        await result.completed.catch(() => {});
      },
    });
    assertEquals(error, undefined);
    assertEquals(
      // Whether its body was let go of or broken off is up to the version.
      tree.replace(/POST \w+$/, "POST"),
      `agent.run talker cancelled
  agent.turn talker cancelled
    chat tested cancelled
      POST`,
    );
  },
);

testEachVersion(
  "A stream that nobody reads is a run like any other",
  async (sdk) => {
    const { tree } = await traced({
      sdk,
      handler: conversation(says(LONG)),
      use: async (_, runner) => {
        const agent = agentOf(sdk, "talker");
        const result = await runner.run(agent, "Talk", { stream: true });
        await result.completed;
      },
    });
    assertEquals(
      tree,
      `agent.run talker
  agent.turn talker
    chat tested
      POST`,
    );
  },
);

testEachVersion("A streamed run has ended when it was read", async (sdk) => {
  const { spans } = await traced({
    sdk,
    handler: conversation(says(LONG)),
    use: async (_, runner) => {
      const agent = agentOf(sdk, "talker");
      const result = await runner.run(agent, "Talk", { stream: true });
      for await (const _ of result) {
        // The completion is not waited for.
      }
    },
  });
  assertEquals(spans.at(-1)?.name, "agent.run");
});
