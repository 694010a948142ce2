import { assert, assertEquals } from "@std/assert";
import { Tiktoken } from "js-tiktoken/lite";
import o200kBase from "js-tiktoken/ranks/o200k_base";
import { type Json, QUESTION, RESULTS, send, TOOLS } from "./_conversation.ts";
import { ask, called, offered, PATH } from "./_responses.ts";

const ASKED = { role: "user", content: QUESTION };
const SENSORS_STEP = {
  model: "demo",
  instructions: "Answer <|endoftext|> well",
  input: [
    { role: "user", content: [{ type: "input_text", text: QUESTION }] },
    { type: "reasoning", id: "rs_1", summary: [{ text: "Hm" }] },
    ...called("assets", { type: "x" }, RESULTS.assets),
    {
      type: "message",
      role: "assistant",
      content: [{ type: "output_text", text: "Let me look", annotations: [] }],
    },
    { role: "developer", content: "See the sensors" },
  ],
  tools: [offered(TOOLS[2]!), { type: "web_search" }],
  tool_choice: { type: "function", name: "sensors" },
};

Deno.test("scriptedModelHandler() counts a response's tokens as js-tiktoken does", async () => {
  const reply = await ask(SENSORS_STEP);
  const tokenizer = new Tiktoken(o200kBase);
  const count = (text: string) => tokenizer.encode(text, [], []).length;

  const pieces = [
    ["system", "Answer <|endoftext|> well"],
    ["user", QUESTION],
    ["assets", '{"type":"x"}'],
    [JSON.stringify(RESULTS.assets)],
    ["assistant", "Let me look"],
    ["developer", "See the sensors"],
  ];
  const input = pieces.flat().reduce((sum, text) => sum + count(text), 0) +
    3 * (pieces.length + 1) + count(JSON.stringify(SENSORS_STEP.tools[0]));
  const output = count("sensors") + count('{"asset":"CHILLER-6"}');
  assertEquals(reply.usage, {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  });
});

Deno.test("scriptedModelHandler() answers a response as the vendor does", async () => {
  const called = await ask(SENSORS_STEP);
  const said = await ask({ model: "mine", input: QUESTION });

  assertEquals(called.object, "response");
  assertEquals(called.status, "completed");
  assertEquals(called.error, null);
  assertEquals(called.id.startsWith("resp_"), true);
  const [{ id, call_id: callId, ...call }] = called.output;
  assertEquals([id.slice(0, 3), callId.slice(0, 5)], ["fc_", "call_"]);
  assertEquals(call, {
    type: "function_call",
    status: "completed",
    name: "sensors",
    arguments: '{"asset":"CHILLER-6"}',
  });
  assertEquals(said.model, "mine");
  const [{ id: messageId, ...message }] = said.output;
  assertEquals(messageId.startsWith("msg_"), true);
  assertEquals(message, {
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{
      type: "output_text",
      text: "No tool result says anything about this",
      annotations: [],
      logprobs: [],
    }],
  });
});

Deno.test("scriptedModelHandler() streams the response that it would send whole", async () => {
  const { tool_choice: _, tools: __, ...plain } = SENSORS_STEP;
  const text = "response.output_text";
  const args = "response.function_call_arguments";
  const cases: [Json, string, string[], string[]][] = [
    [SENSORS_STEP, `${args}.delta`, [], [`${args}.done`]],
    [plain, `${text}.delta`, ["response.content_part.added"], [
      `${text}.done`,
      "response.content_part.done",
    ]],
  ];
  for (const [request, delta, opening, closing] of cases) {
    const whole = await ask(request);
    const events = await stream({ ...request, stream: true });
    const deltas = events.filter(({ type }) => type === delta);
    assert(deltas.length > 1, `${deltas.length} deltas`);
    assertEquals(events.map(({ type }) => type), [
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      ...opening,
      ...deltas.map(() => delta),
      ...closing,
      "response.output_item.done",
      "response.completed",
    ]);
    const [item] = whole.output;
    assertEquals(
      deltas.map(({ delta }) => delta).join(""),
      item.arguments ?? item.content[0].text,
    );
    assertEquals(
      events.map(({ sequence_number: order }) => order),
      events.map((_, index) => index),
    );
    const [begun, added, done, end] = [0, 2, -2, -1].map((at) => events.at(at));
    assertEquals(begun.response.status, "in_progress");
    assertEquals([begun.response.output, begun.response.usage], [[], null]);
    assertEquals(added.item.status, "in_progress");
    assertEquals(added.item.arguments ?? added.item.content.join(), "");
    assertEquals(new Set(deltas.map(({ item_id: id }) => id)).size, 1);
    assertEquals(deltas[0].item_id, added.item.id);
    assertEquals(end.response.output, [done.item]);
    assertEquals(withoutIds(end.response), withoutIds(whole));
  }
});

Deno.test("scriptedModelHandler() refuses bad responses as the vendor does", async () => {
  const keeps = (name: string) =>
    `Unsupported parameter: '${name}'. This model keeps nothing from one request to the next: send the whole conversation in 'input'.`;
  const cases: [unknown, string][] = [
    ["{", "We could not parse the JSON body of your request."],
    [{}, "Missing required parameter: 'input'."],
    [{ input: [] }, "Missing required parameter: 'input'."],
    [
      { input: [{ type: "reasoning" }] },
      "Missing required parameter: 'input'.",
    ],
    [
      { input: [{ type: "function_call_output", output: "x" }] },
      "Missing required parameter: 'call_id'.",
    ],
    [
      { input: [{ type: "function_call", name: "x" }] },
      "Missing required parameter: 'call_id'.",
    ],
    [
      { input: QUESTION, previous_response_id: "resp_1" },
      keeps("previous_response_id"),
    ],
    [{ input: QUESTION, conversation: "conv_1" }, keeps("conversation")],
    [
      { input: [ASKED, { type: "item_reference", id: "msg_1" }] },
      keeps("item_reference"),
    ],
    [
      { input: [{ role: "robot", content: "x" }] },
      "Invalid value: 'robot'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
    ],
    [
      { input: [{ type: "computer_call" }] },
      "Invalid value: 'computer_call'. Supported values are: 'message', 'function_call', 'function_call_output', and 'reasoning'.",
    ],
    [
      { input: QUESTION, tool_choice: { type: "function", name: "nope" } },
      "Invalid value for 'tool_choice': no tool \"nope\" in 'tools'.",
    ],
  ];
  for (const [body, message] of cases) {
    const response = await send(PATH, body);
    assertEquals(response.status, 400, message);
    const type = "invalid_request_error";
    assertEquals(await response.json(), {
      error: { message, type, param: null, code: null },
    });
  }
});

Deno.test("scriptedModelHandler() takes null for what is not set", async () => {
  const reply = await ask({
    input: QUESTION,
    previous_response_id: null,
    conversation: null,
    instructions: null,
    text: null,
    tools: null,
  });

  assertEquals(reply.status, "completed");
});

async function stream(body: unknown): Promise<Json[]> {
  const text = await (await send(PATH, body)).text();
  return text.trimEnd().split("\n\n").map((event) => {
    const [, name, json] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
    const data = JSON.parse(json ?? "null");
    assertEquals(data.type, name);
    return data;
  });
}

function withoutIds(value: Json): Json {
  const text = JSON.stringify(value).replace(/(\w+)_[0-9a-f]{24}/g, "$1");
  return JSON.parse(text);
}
