import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Tiktoken } from "js-tiktoken/lite";
import o200kBase from "js-tiktoken/ranks/o200k_base";
import {
  called,
  history,
  type Json,
  QUESTION,
  RESULTS,
  send,
} from "./_conversation.ts";
import {
  CHAT,
  CONVERSATION,
  MESSAGES,
  MESSAGES_STEP,
  SENSORS_STEP,
} from "./_requests.ts";

Deno.test("scriptedModelHandler() counts a chat completion's tokens as js-tiktoken does", async () => {
  const reply = await (await send(CHAT, SENSORS_STEP)).json();
  const count = counter();
  const { messages, tools } = SENSORS_STEP;
  const [call] = reply.choices[0].message.tool_calls;

  const prompt =
    messages.map((message: Json) =>
      count(message.role) + count(message.content ?? "") +
      (message.tool_calls ?? []).reduce(
        (sum: number, { function: called }: Json) =>
          sum + count(called.name) + count(called.arguments),
        0,
      )
    ).reduce((sum, tokens) => sum + tokens + 3, 3) +
    count(JSON.stringify(tools[0].function));
  const answer = count("sensors") + count('{"asset":"CHILLER-6"}');
  assertEquals(call.function.arguments, '{"asset":"CHILLER-6"}');
  assertEquals(reply.usage.prompt_tokens, prompt);
  assertEquals(reply.usage.completion_tokens, answer);
  assertEquals(reply.usage.total_tokens, prompt + answer);
});

Deno.test("scriptedModelHandler() counts a message's tokens as js-tiktoken does", async () => {
  const reply = await (await send(MESSAGES, MESSAGES_STEP)).json();
  const count = counter();

  const pieces = [
    ["system", "Answer well"],
    ["user", QUESTION],
    ["assistant", "Let me look", "assets", '{"type":"x"}'],
    ["user", JSON.stringify(RESULTS.assets), "See the sensors"],
  ];
  const prompt = pieces.flat().reduce((sum, text) => sum + count(text), 0) +
    3 * (pieces.length + 1) + count(JSON.stringify(MESSAGES_STEP.tools[0]));
  assertEquals(reply.usage.input_tokens, prompt);
  assertEquals(
    reply.usage.output_tokens,
    count("sensors") + count('{"asset":"CHILLER-6"}'),
  );
  const counted = await send(`${MESSAGES}/count_tokens`, MESSAGES_STEP);
  assertEquals(await counted.json(), { input_tokens: prompt });
});

Deno.test("scriptedModelHandler() counts a month's history as more than 14,000 tokens", async () => {
  const messages = [
    { role: "user", content: QUESTION },
    ...called("history", {}, history()),
  ];
  const { usage } = await (await send(CHAT, { messages })).json();

  assert(usage.prompt_tokens > 14_000, `${usage.prompt_tokens} tokens`);
});

Deno.test("scriptedModelHandler() answers a chat completion as the vendor does", async () => {
  const called = await (await send(CHAT, SENSORS_STEP)).json();
  const said = await (await send(CHAT, { messages: CONVERSATION })).json();

  assertEquals(called.object, "chat.completion");
  assertEquals(called.model, "demo");
  assertEquals(called.id.startsWith("chatcmpl-"), true);
  assertEquals(called.choices.length, 1);
  assertEquals(called.choices[0].finish_reason, "tool_calls");
  assertEquals(called.choices[0].message.content, null);
  assertEquals(said.choices[0].finish_reason, "stop");
  assertEquals("tool_calls" in said.choices[0].message, false);
});

Deno.test("scriptedModelHandler() answers a message as the vendor does", async () => {
  const called = await (await send(MESSAGES, MESSAGES_STEP)).json();
  const { tools: _, tool_choice: __, ...plain } = MESSAGES_STEP;
  const said = await (await send(MESSAGES, plain)).json();

  assertEquals(called.type, "message");
  assertEquals(called.role, "assistant");
  assertEquals(called.stop_reason, "tool_use");
  const [{ id, ...use }] = called.content;
  assertEquals(id.startsWith("toolu_"), true);
  assertEquals(use, {
    type: "tool_use",
    name: "sensors",
    input: { asset: "CHILLER-6" },
  });
  assertEquals(said.stop_reason, "end_turn");
  assertEquals(said.content[0].type, "text");
});

Deno.test("scriptedModelHandler() answers the same request with the same bytes", async () => {
  const [one, same, other] = await Promise.all([
    send(CHAT, SENSORS_STEP),
    send(CHAT, SENSORS_STEP),
    send(CHAT, { ...SENSORS_STEP, temperature: 1 }),
  ].map(async (sent) => await (await sent).text()));

  assertEquals(one, same);
  assertNotEquals(JSON.parse(one!).id, JSON.parse(other!).id);
});

Deno.test("scriptedModelHandler() refuses bad chat completions as the vendor does", async () => {
  const forced = { type: "function", function: { name: "nope" } };
  const cases: [unknown, string][] = [
    ["{", "We could not parse the JSON body of your request."],
    [[1], "We could not parse the JSON body of your request."],
    [{}, "Missing required parameter: 'messages'."],
    [{ messages: [] }, "Missing required parameter: 'messages'."],
    [
      { messages: [{ role: "tool", content: "x" }] },
      "Missing required parameter: 'tool_call_id'.",
    ],
    [
      { messages: CONVERSATION, tools: [], tool_choice: forced },
      "Invalid value for 'tool_choice': no tool \"nope\" in 'tools'.",
    ],
    [
      { messages: [{ role: "robot", content: "x" }] },
      "Invalid value: 'robot'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer'.",
    ],
  ];
  for (const [body, message] of cases) {
    const response = await send(CHAT, body);
    assertEquals(response.status, 400);
    const type = "invalid_request_error";
    assertEquals(await response.json(), {
      error: { message, type, param: null, code: null },
    });
  }
});

Deno.test("scriptedModelHandler() refuses bad messages as the vendor does", async () => {
  const response = await send(MESSAGES, { max_tokens: 1 });

  assertEquals(response.status, 400);
  const error = {
    type: "invalid_request_error",
    message: "messages: Field required",
  };
  assertEquals(await response.json(), { type: "error", error });
  const unknown = await send("/v1/messages/batches", {});
  assertEquals(unknown.status, 404);
  assertEquals((await unknown.json()).error.type, "not_found_error");
});

Deno.test("scriptedModelHandler() answers an unknown path with 404", async () => {
  const response = await send("/v2/chat", {});

  assertEquals(response.status, 404);
  assertEquals((await response.json()).error, {
    message: "Unknown request URL: POST /v2/chat",
    type: "invalid_request_error",
    param: null,
    code: "unknown_url",
  });
});

function counter(): (text: string) => number {
  const tokenizer = new Tiktoken(o200kBase);
  return (text) => tokenizer.encode(text, [], []).length;
}
