import { ChatAnthropic } from "@langchain/anthropic";
import { ChatOpenAI } from "@langchain/openai";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { tracedFetch } from "@turnspan/turnspan";
import { mcpTools, traceAgent } from "@turnspan/turnspan/langchain";
import { McpPool, type McpPoolOptions } from "@turnspan/turnspan/mcp";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";
import { config } from "../_setup.ts";
import { raw, replies, reply } from "../mcp/_raw.ts";
import { QUESTION, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const DATA = "iVBORw0KGgo=";
const CONTENT = [
  { type: "text", text: "drawn" },
  { type: "image", mimeType: "image/png", data: DATA },
];
const LINE = "[image/png, 8 B]";
const URL = `data:image/png;base64,${DATA}`;

/** A model of each wire format, and what it is sent of an image. */
const MODELS: Readonly<
  Record<string, [(baseUrl: string) => ChatAnthropic | ChatOpenAI, string]>
> = {
  chat_completions: [(baseUrl) => openai(baseUrl, false), LINE],
  responses: [
    (baseUrl) => openai(baseUrl, true),
    JSON.stringify({ type: "input_image", image_url: URL }),
  ],
  messages: [
    (baseUrl) =>
      new ChatAnthropic({
        model: "tested",
        apiKey: "key",
        maxRetries: 0,
        anthropicApiUrl: baseUrl,
        clientOptions: { fetch: tracedFetch },
      }),
    JSON.stringify({
      type: "image",
      source: { type: "base64", media_type: "image/png", data: DATA },
    }),
  ],
};

function openai(baseUrl: string, useResponsesApi: boolean): ChatOpenAI {
  return new ChatOpenAI({
    model: "tested",
    apiKey: "key",
    maxRetries: 0,
    useResponsesApi,
    configuration: { baseURL: `${baseUrl}/v1`, fetch: tracedFetch },
  });
}

/** A server whose tool returns a text and an image. */
function drawingPool(options?: McpPoolOptions): Promise<McpPool> {
  const draw = { name: "draw", inputSchema: { type: "object" } };
  const said = { draw: reply({ result: { content: CONTENT } }) };
  return McpPool.open(config({ pens: raw(replies([draw], said)) }), options);
}

testEachVersion(
  "mcpTools() hands an image on where the wire format takes it, else a line",
  async ({ langchain }) => {
    await using pool = await drawingPool({ run: null });
    for (const [api, [modelAt, image]] of Object.entries(MODELS)) {
      const { spans, requests, error } = await traced(
        conversation(asks(["draw", {}, "id_1"]), says("done")),
        (_, baseUrl) =>
          traceAgent(langchain.createAgent({
            model: modelAt(baseUrl),
            tools: mcpTools(pool, langchain.tool),
          })).invoke(QUESTION),
      );
      assertEquals(error, undefined, api);
      const body = JSON.stringify(requests.at(-1)?.body);
      assertStringIncludes(body, image);
      assertEquals(body.includes(LINE), image === LINE);
      const size = `drawn\n${image}`.length;
      const call = spans.find(({ name }) => name === "tool.call");
      assertEquals(call?.attributes["tool.result.size"], size, api);
      const turn = spans.filter(({ name }) => name === "agent.turn").at(-1);
      assertEquals(turn?.attributes["turn.prompt.bytes.results"], size, api);
    }
  },
);

testEachVersion(
  "mcpTools() hands an image on with tracing off, too",
  async ({ langchain }) => {
    await using pool = await drawingPool({ run: null });
    for (const [api, [modelAt, image]] of Object.entries(MODELS)) {
      const { handler, requests } = recordingHandler(
        conversation(asks(["draw", {}, "id_1"]), says("done")),
      );
      await using server = startScriptedModel({ handler });
      await traceAgent(langchain.createAgent({
        model: modelAt(server.baseUrl),
        tools: mcpTools(pool, langchain.tool),
      })).invoke(QUESTION);
      const body = JSON.stringify(requests.at(-1)?.body);
      assertStringIncludes(body, image, api);
    }
  },
);

testEachVersion(
  "mcpTools() makes tools that give a text to whoever calls them",
  async ({ langchain }) => {
    await using pool = await drawingPool();
    const [tool] = mcpTools(pool, langchain.tool) as unknown as {
      invoke(input: object): Promise<unknown>;
    }[];
    assertEquals(await tool?.invoke({}), `drawn\n${LINE}`);
  },
);
