import { assertEquals } from "@std/assert";
import { checkedFetch } from "../../../runners/shared/checked_fetch.ts";
import type { WireApi } from "../../../runners/shared/model.ts";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";

/** Gets what a client reads of a body that an endpoint sends. */
async function read(
  api: WireApi,
  body: string,
  type = "application/json; charset=utf-8",
): Promise<{ readonly text: string; readonly type: string | null }> {
  await using model = startScriptedModel({
    handler: () =>
      Promise.resolve(
        new Response(body, { headers: { "content-type": type } }),
      ),
  });
  const fetch = checkedFetch({
    id: "openai/tested",
    name: "tested",
    provider: "openai",
    api,
    baseUrl: model.baseUrl,
    apiKey: "key",
  });
  const response = await fetch(`${model.baseUrl}/v1/any`, { method: "POST" });
  return {
    text: await response.text(),
    type: response.headers.get("content-type"),
  };
}

const CALL =
  '{"id": "call_a", "type": "function", "function": {"name": "sent", "arguments": " {\\"big\\": 12345678901234567890} "}}';

/** Replies of vendors, written as nobody else writes them. */
const WHOLE: readonly (readonly [WireApi, string])[] = [
  [
    "chat_completions",
    `{ "choices": [ {"message": {"role": "assistant", "content": null, "tool_calls": [${CALL}]}} ],\n "x": 1.0, "x": 12345678901234567890 }\n`,
  ],
  [
    "chat_completions",
    '{"choices": [ {"message" : {"role":"assistant", "content":"\\u0064one","refusal":null,"tool_calls":[]}} ]}',
  ],
  [
    "chat_completions",
    '{"choices": [ {"message" : {"role":"assistant", "content":"", "tool_calls":null, "function_call":null}} ]}',
  ],
  [
    "messages",
    '{ "type":"message", "content": [ {"type": "text", "text": "\\u0064one"}, {"type":"tool_use","id":"toolu_a","name":"sent","input":{"big":12345678901234567890}} ] }',
  ],
];

for (const [place, [api, body]] of WHOLE.entries()) {
  Deno.test(`checkedFetch() hands on reply ${place} of ${api} byte for byte`, async () => {
    assertEquals((await read(api, body)).text, body);
  });
}

Deno.test("checkedFetch() mends nothing but what is amiss", async () => {
  const { text } = await read(
    "chat_completions",
    '{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"x"}],"extra":[1],"tool_calls":[{"id":"call_a","type":"function","index":0,"extra_content":{"google":{"thought_signature":"s"}},"function":{"name":"sent","arguments":""}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}',
  );
  assertEquals(JSON.parse(text), {
    id: "c",
    choices: [{
      index: 0,
      message: {
        role: "assistant",
        content: "x",
        extra: [1],
        tool_calls: [{
          id: "call_a",
          type: "function",
          index: 0,
          extra_content: { google: { thought_signature: "s" } },
          function: { name: "sent", arguments: "{}" },
        }],
      },
      finish_reason: "stop",
    }],
    usage: { prompt_tokens: 1 },
  });
});

Deno.test("checkedFetch() says of a reply that it is JSON", async () => {
  const body = '{"choices":[{"message":{"role":"assistant","content":"x"}}]}';
  const { text, type } = await read("chat_completions", body, "text/plain");
  assertEquals([text, type], [body, "application/json"]);
});

Deno.test("checkedFetch() says nothing else of a reply's type", async () => {
  const said = "application/json; charset=utf-8";
  const body = '{"choices":[{"message":{"role":"assistant","content":"x"}}]}';
  assertEquals((await read("chat_completions", body)).type, said);
  const cut = await read("chat_completions", '{"choices":[', "text/plain");
  assertEquals(cut, { text: '{"choices":[', type: "text/plain" });
});
