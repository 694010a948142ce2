import OpenAI from "openai";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { tracedFetch, traceRun } from "@turnspan/turnspan";
import { McpPool } from "@turnspan/turnspan/mcp";
import { mcpTools } from "@turnspan/turnspan/openai-agents";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";
import { config } from "../_setup.ts";
import { raw, replies, reply } from "../mcp/_raw.ts";
import { agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

const CONTENT = [
  { type: "text", text: "drawn" },
  { type: "image", mimeType: "image/png", data: "iVBORw0KGgo=" },
];

testEachVersion(
  "mcpTools() hands an image on where the wire format takes it, else a line",
  async (sdk) => {
    const draw = { name: "draw", inputSchema: { type: "object" } };
    const said = { draw: reply({ result: { content: CONTENT } }) };
    for (const mode of MODES) {
      const { spans, requests, answer } = await traced({
        sdk,
        mode,
        handler: conversation(asks(["draw", {}, "id_1"]), says("done")),
        use: (run) =>
          traceRun({ runner: "mine", model: "tested" }, async () => {
            await using pool = await McpPool.open(
              config({ pens: raw(replies([draw], said)) }),
            );
            const tools = mcpTools(pool, sdk.tool);
            return await run(agentOf(sdk, "caller", { tools }));
          }),
      });
      assertEquals(answer, "done");
      const body = JSON.stringify(requests.at(-1)?.body);
      const url = "data:image/png;base64,iVBORw0KGgo=";
      const image = JSON.stringify({ type: "input_image", image_url: url });
      assertStringIncludes(
        body,
        mode.responses ? `"image_url":"${url}"` : "drawn\\n[image/png, 8 B]",
      );
      assertEquals(body.includes("[image/png"), !mode.responses);
      const size = spans.find(({ name }) => name === "tool.call")
        ?.attributes["tool.result.size"];
      const sent = mode.responses ? image : "[image/png, 8 B]";
      assertEquals(size, `drawn\n${sent}`.length);
      const bytes = spans.filter(({ name }) => name === "agent.turn").at(-1)
        ?.attributes["turn.prompt.bytes.results"];
      assertEquals(bytes, size);
    }
  },
);

testEachVersion(
  "mcpTools() hands an image on with tracing off, too",
  async (sdk) => {
    const draw = { name: "draw", inputSchema: { type: "object" } };
    const said = { draw: reply({ result: { content: CONTENT } }) };
    await using pool = await McpPool.open(
      config({ pens: raw(replies([draw], said)) }),
      { run: null },
    );
    const { handler, requests } = recordingHandler(
      conversation(asks(["draw", {}, "id_1"]), says("done")),
    );
    await using model = startScriptedModel({ handler });
    const openAIClient = new OpenAI({
      baseURL: `${model.baseUrl}/v1`,
      apiKey: "key",
      fetch: tracedFetch,
    });
    const modelProvider = new sdk.OpenAIProvider({
      openAIClient,
      useResponses: true,
    });
    await new sdk.Runner({ tracingDisabled: true, modelProvider })
      .run(agentOf(sdk, "caller", { tools: mcpTools(pool, sdk.tool) }), "Draw");
    assertStringIncludes(
      JSON.stringify(requests.at(-1)?.body),
      '"image_url":"data:image/png;base64,iVBORw0KGgo="',
    );
  },
);
