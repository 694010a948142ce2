import {
  Agent,
  OpenAIProvider,
  Runner,
  type RunResult,
  type StreamedRunResult,
  tool,
} from "@openai/agents";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import OpenAI from "openai";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";
import { QUESTION, TOOLS } from "./_conversation.ts";
import { Plant } from "./_plant.ts";

Deno.test("startScriptedModel() serves the openai client's responses", async () => {
  await using model = startScriptedModel();
  const client = clientOf(model.baseUrl);
  const { name, description, inputSchema: parameters } = TOOLS[0]!;
  const type = "function" as const;
  const request = {
    model: "demo",
    input: QUESTION,
    tools: [{ type, name, description, parameters, strict: false }],
  };
  const whole = await client.responses.create(request);
  const stream = client.responses.stream(request);
  const streamed = await stream.finalResponse();
  const said = await client.responses.create({ model: "demo", input: "Hi" });

  const [call] = whole.output;
  assertEquals(call?.type === "function_call" && call.name, "sites");
  assertEquals(whole.status, "completed");
  assertEquals(streamed.output[0]?.type, "function_call");
  assertEquals(streamed.usage, whole.usage);
  assertEquals(said.output_text, "No tool result says anything about this");
});

Deno.test("startScriptedModel() tells the openai client that it keeps nothing", async () => {
  await using model = startScriptedModel();
  const error = await assertRejects(
    () =>
      clientOf(model.baseUrl).responses.create({
        model: "demo",
        input: "And now?",
        previous_response_id: "resp_1",
      }),
    OpenAI.BadRequestError,
  );

  assertStringIncludes(error.message, "previous_response_id");
  assertStringIncludes(error.message, "send the whole conversation");
});

Deno.test("startScriptedModel() serves an agent of @openai/agents, streamed and not", async () => {
  for (const stream of [false, true]) {
    const { handler, requests } = recordingHandler();
    await using model = startScriptedModel({ handler });
    await using plant = await Plant.start();
    const result = await runAgent(model.baseUrl, plant, stream);

    assertStringIncludes(
      `${result.finalOutput}`,
      "Condenser fouling on Chiller 6 since 2026-06-12",
    );
    assertStringIncludes(`${result.finalOutput}`, "Now: work order WO-1062");
    assertEquals(plant.called.slice(0, 2), ["sites", "assets"]);
    assertEquals(plant.called.slice(2, 6).toSorted(), [
      "failure_modes",
      "latest",
      "list",
      "sensors",
    ]);
    assertEquals(plant.called.slice(6), ["history", "create"]);
    assertEquals(requests.map(({ path }) => path), [
      ...Array(6).fill("/v1/responses"),
    ]);
    const { usage } = result.rawResponses.at(-1)!;
    assertEquals(usage.inputTokens > 14_000, true);
    assertEquals(usage.totalTokens, usage.inputTokens + usage.outputTokens);
  }
});

async function runAgent(
  baseUrl: string,
  plant: Plant,
  stream: boolean,
): Promise<
  // deno-lint-ignore no-explicit-any
  RunResult<any, any> | StreamedRunResult<any, any>
> {
  const tools = plant.tools.map(({ name, description, inputSchema, call }) =>
    tool({
      name,
      description,
      // deno-lint-ignore no-explicit-any
      parameters: { ...inputSchema, additionalProperties: true } as any,
      strict: false,
      execute: async (args) =>
        (await call(args as Record<string, unknown>)).text,
    })
  );
  const agent = new Agent({ name: "plant", model: "demo", tools });
  const runner = new Runner({
    modelProvider: new OpenAIProvider({
      openAIClient: clientOf(baseUrl),
      useResponses: true,
    }),
    tracingDisabled: true,
  });
  if (!stream) return await runner.run(agent, QUESTION);
  const result = await runner.run(agent, QUESTION, { stream: true });
  await result.completed;
  return result;
}

function clientOf(baseUrl: string): OpenAI {
  return new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: "none" });
}
