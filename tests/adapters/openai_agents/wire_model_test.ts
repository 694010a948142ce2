import { assertEquals } from "@std/assert";
import OpenAI from "openai";
import { tracedFetch, traceRun } from "@turnspan/turnspan";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { conversation, refuses, says } from "../../_helpers/conversation.ts";
import { SentRequests } from "../../_helpers/sent_requests.ts";
import { agentOf } from "./_agents.ts";
import { type Sdk, testEachVersion } from "./_versions.ts";

type Runner = InstanceType<Sdk["Runner"]>;

/** The model's name on each span of a run, and the names of its chats. */
async function models(
  use: (client: OpenAI, runner: (more?: object) => Runner) => Promise<unknown>,
  sdk: Sdk,
): Promise<unknown> {
  using recorder = new SpanRecorder();
  await using _sent = new SentRequests();
  await using model = startScriptedModel({
    handler: conversation(refuses(503, { "retry-after-ms": "1" }), says("x")),
  });
  const client = new OpenAI({
    baseURL: `${model.baseUrl}/v1`,
    apiKey: "key",
    maxRetries: 1,
    fetch: tracedFetch,
  });
  await use(
    client,
    (more) => new sdk.Runner({ tracingDisabled: true, ...more }),
  );
  return recorder.spans.filter(({ name }) => name !== "POST").map((span) => [
    span.name,
    span.attributes["gen_ai.request.model"],
  ]);
}

const EVERYWHERE = [["chat m", "m"], ["agent.turn", "m"], ["agent.run", "m"]];

testEachVersion(
  "A model that is made of a client has the wire's name",
  async (sdk) => {
    for (
      const Model of [
        sdk.OpenAIChatCompletionsModel,
        sdk.OpenAIResponsesModel,
      ]
    ) {
      const found = await models(async (client, runner) => {
        const model = new Model(client as never, "m");
        await runner().run(agentOf(sdk, "asker", { model }), "Go");
      }, sdk);
      assertEquals(found, EVERYWHERE);
    }
  },
);

testEachVersion(
  "A model that a program wraps has the wire's name",
  async (sdk) => {
    const found = await models(async (client, runner) => {
      const inner = new sdk.OpenAIChatCompletionsModel(client as never, "m");
      const model = {
        getResponse: (request: never) => inner.getResponse(request),
        getStreamedResponse: (request: never) =>
          inner.getStreamedResponse(request),
      };
      await runner().run(
        agentOf(sdk, "asker", { model: model as never }),
        "Go",
      );
    }, sdk);
    assertEquals(found, EVERYWHERE);
  },
);

testEachVersion(
  "A provider that maps an alias leaves the wire's name",
  async (sdk) => {
    const found = await models(async (client, runner) => {
      const modelProvider = {
        getModel: () =>
          new sdk.OpenAIChatCompletionsModel(client as never, "m"),
      };
      const agent = agentOf(sdk, "asker", { model: "fast" });
      await runner({ modelProvider }).run(agent, "Go");
    }, sdk);
    assertEquals(found, EVERYWHERE);
  },
);

testEachVersion(
  "A model in a run of the program's leaves that its own name",
  async (sdk) => {
    const found = await models(
      (client, runner) =>
        traceRun({ runner: "mine", model: "the fast one" }, async () => {
          const model = new sdk.OpenAIChatCompletionsModel(
            client as never,
            "m",
          );
          await runner().run(agentOf(sdk, "asker", { model }), "Go");
        }),
      sdk,
    );
    assertEquals(found, [
      ["chat m", "m"],
      ["agent.turn", "m"],
      ["agent.run", "the fast one"],
    ]);
  },
);

testEachVersion(
  "A model with no request on the wire stays unknown",
  async (sdk) => {
    const found = await models(async (_, runner) => {
      const model = {
        getResponse: () =>
          Promise.resolve({
            usage: new sdk.Usage(),
            output: [{
              type: "message",
              role: "assistant",
              status: "completed",
              content: [{ type: "output_text", text: "done" }],
            }],
          }),
      };
      await runner().run(
        agentOf(sdk, "asker", { model: model as never }),
        "Go",
      );
    }, sdk);
    assertEquals(found, [
      ["chat unknown", "unknown"],
      ["agent.turn", "unknown"],
      ["agent.run", "unknown"],
    ]);
  },
);
