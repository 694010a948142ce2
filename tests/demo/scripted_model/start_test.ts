import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import OpenAI from "openai";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import {
  failingHandler,
  recordingHandler,
} from "../../_helpers/scripted_model.ts";
import { asFunction, QUESTION, TOOLS } from "./_conversation.ts";

Deno.test("startScriptedModel() listens on loopback until its block is left", async () => {
  let baseUrl: string;
  {
    await using model = startScriptedModel();
    baseUrl = model.baseUrl;
    assertMatch(baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${baseUrl}/v1/models`);
    assertEquals((await response.json()).data[0].id, "demo");
  }

  await assertRejects(() => fetch(`${baseUrl}/v1/models`));
});

Deno.test("startScriptedModel() stops under a client that stopped reading", async () => {
  const stuck = new ReadableStream({ pull: () => new Promise(() => {}) });
  const model = startScriptedModel({
    handler: () => Promise.resolve(new Response(stuck)),
  });
  const response = await fetch(model.baseUrl);

  await model[Symbol.asyncDispose]();
  await model.finished;
  await response.body?.cancel().catch(() => {});
});

Deno.test("startScriptedModel() serves the openai client, streamed", async () => {
  await using model = startScriptedModel();
  const client = clientOf(model.baseUrl);
  const stream = client.chat.completions.stream({
    model: "demo",
    messages: [{ role: "user", content: QUESTION }],
    tools: TOOLS.map((tool) => asFunction(tool)),
    stream_options: { include_usage: true },
  });
  const { choices, usage } = await stream.finalChatCompletion();

  const [call] = choices[0]!.message.tool_calls ?? [];
  assert(call?.type === "function");
  assertEquals(call.function.name, "sites");
  assertEquals(choices[0]!.finish_reason, "tool_calls");
  assert((usage?.prompt_tokens ?? 0) > 100);
});

Deno.test("startScriptedModel() serves a handler that a test wrapped", async () => {
  const { handler, requests } = recordingHandler(
    failingHandler({
      times: 2,
      status: 429,
      headers: { "retry-after-ms": "1" },
    }),
  );
  await using model = startScriptedModel({ handler });
  const { choices } = await clientOf(model.baseUrl).chat.completions.create({
    model: "demo",
    messages: [{ role: "user", content: QUESTION }],
  }, { headers: { "x-marker": "seen" } });

  assertEquals(choices[0]!.finish_reason, "stop");
  assertEquals(requests.length, 3);
  const [first] = requests;
  assertEquals(first?.path, "/v1/chat/completions");
  assertEquals(first?.headers.get("x-marker"), "seen");
  assertStringIncludes(JSON.stringify(first?.body), QUESTION);
});

function clientOf(baseUrl: string): OpenAI {
  return new OpenAI({
    baseURL: `${baseUrl}/v1`,
    apiKey: "none",
    maxRetries: 2,
  });
}
