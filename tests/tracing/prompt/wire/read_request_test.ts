import { assertEquals } from "@std/assert";
import {
  type PromptPart,
  readRequest,
} from "../../../../tracing/prompt/wire/read_request.ts";

/** The parts of a request, each as `kind text`. */
function parts(body: unknown): string[] | undefined {
  return readRequest(body)?.parts.map((part: PromptPart) =>
    `${part.kind} ${part.text}`
  );
}

Deno.test("readRequest() reads chat completions", () => {
  const tool = { type: "function", function: { name: "add" } };
  const call = {
    id: "c-1",
    type: "function",
    function: { name: "add", arguments: '{"a":1}' },
  };
  const body = {
    model: "gpt-5",
    temperature: 0.5,
    top_p: 0.9,
    max_tokens: 5,
    max_completion_tokens: 7,
    stream: true,
    tools: [tool],
    messages: [
      { role: "system", content: "be brief" },
      { role: "developer", content: [{ type: "text", text: "be kind" }] },
      {
        role: "user",
        content: [{ type: "text", text: "a" }, { type: "image_url", x: 1 }],
      },
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "c-1", content: "3" },
      {
        role: "tool",
        tool_call_id: "c-2",
        content: [{ type: "text", text: "a" }, { type: "text", text: "b" }],
      },
      { role: "assistant", content: "three" },
      { role: "assistant", content: "" },
    ],
  };

  assertEquals(parts(body), [
    `tools ${JSON.stringify(tool)}`,
    "instructions be brief",
    "instructions be kind",
    "user a",
    'user {"type":"image_url","x":1}',
    `assistant ${JSON.stringify(call)}`,
    "result 3",
    "result a\nb",
    "assistant three",
  ]);
  const request = readRequest(body)!;
  assertEquals(
    [request.temperature, request.topP, request.maxTokens, request.stream],
    [0.5, 0.9, 7, true],
  );
  assertEquals(
    request.parts.map(({ callId }) => callId).filter(Boolean),
    ["c-1", "c-1", "c-2"],
  );
});

Deno.test("readRequest() reads messages", () => {
  const tool = { name: "add", input_schema: {} };
  const use = { type: "tool_use", id: "c-1", name: "add", input: { a: 1 } };
  const thinking = { type: "thinking", thinking: "hm", signature: "s" };
  const body = {
    max_tokens: 5,
    temperature: 1,
    top_p: 0.1,
    stream: false,
    system: [{ type: "text", text: "be brief" }],
    tools: [tool],
    messages: [
      { role: "user", content: "a" },
      { role: "assistant", content: [thinking, use] },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "c-1", content: "3" },
          {
            type: "tool_result",
            tool_use_id: "c-2",
            content: [{ type: "text", text: "x" }, { type: "text", text: "y" }],
          },
          { type: "tool_result", tool_use_id: "c-3" },
          { type: "text", text: "and now?" },
        ],
      },
    ],
  };

  assertEquals(parts(body), [
    `tools ${JSON.stringify(tool)}`,
    "instructions be brief",
    "user a",
    `reasoning ${JSON.stringify(thinking)}`,
    `assistant ${JSON.stringify(use)}`,
    "result 3",
    "result x\ny",
    "result ",
    "user and now?",
  ]);
  const request = readRequest(body)!;
  assertEquals(
    [request.temperature, request.topP, request.maxTokens, request.stream],
    [1, 0.1, 5, false],
  );
  assertEquals(
    parts({ ...body, system: "all in one" })?.[1],
    "instructions all in one",
  );
  // Nothing but a tool result tells these from chat completions.
  assertEquals(
    parts({ messages: body.messages.slice(2) })?.[0],
    "result 3",
  );
});

Deno.test("readRequest() reads responses", () => {
  const tool = { type: "function", name: "add" };
  const call = {
    type: "function_call",
    call_id: "c-1",
    name: "add",
    arguments: "{}",
  };
  const reasoning = { type: "reasoning", summary: [] };
  const body = {
    max_output_tokens: 5,
    instructions: "be brief",
    tools: [tool],
    input: [
      { role: "developer", content: "be kind" },
      { role: "user", content: [{ type: "input_text", text: "a" }] },
      reasoning,
      call,
      { type: "function_call_output", call_id: "c-1", output: "3" },
      { type: "custom_tool_call_output", call_id: "c-2", output: "4" },
      {
        type: "message",
        role: "assistant",
        content: [{ type: "output_text", text: "three" }],
      },
    ],
  };

  assertEquals(parts(body), [
    `tools ${JSON.stringify(tool)}`,
    "instructions be brief",
    "instructions be kind",
    "user a",
    `reasoning ${JSON.stringify(reasoning)}`,
    `assistant ${JSON.stringify(call)}`,
    "result 3",
    "result 4",
    "assistant three",
  ]);
  assertEquals(readRequest(body)?.maxTokens, 5);
  assertEquals(parts({ input: "a question" }), ["user a question"]);
});

Deno.test("readRequest() ignores what is no request to a model", () => {
  for (const body of [undefined, null, "x", 5, [], {}, { messages: "x" }]) {
    assertEquals(readRequest(body), undefined);
  }
});

Deno.test("readRequest() takes what is malformed for absent", () => {
  const request = readRequest({
    temperature: "hot",
    stream: "yes",
    max_tokens: null,
    tools: "none",
    messages: [
      "text",
      null,
      { content: "a" },
      { role: 5, content: 5 },
      { role: "assistant", content: [null, "x"], tool_calls: [{ id: 5 }] },
      { role: "tool" },
    ],
  });
  assertEquals(request?.temperature, undefined);
  assertEquals(request?.stream, undefined);
  assertEquals(request?.maxTokens, undefined);
  assertEquals(
    request?.parts.map(({ kind, text }) => [kind, text]),
    [["user", "a"], ["assistant", '{"id":5}'], ["result", ""]],
  );
});

/** What the model is given of each part of a request. */
function given(body: unknown): (string | undefined)[] | undefined {
  return readRequest(body)?.parts.map(({ text, given = text }) => given);
}

const RENEWED = [
  { type: "thinking", thinking: "hm", signature: "s" },
  { type: "redacted_thinking", data: "d", signature: "s" },
  { type: "image", source: { data: "x" }, cache_control: {} },
  { type: "input_image", image_url: "f", prompt_cache_breakpoint: {} },
  { type: "server_tool_use", id: "s", name: "web_search", input: { id: "s" } },
  { type: "web_search_tool_result", tool_use_id: "s", content: [{ id: "s" }] },
  { type: "computer_call", id: "s", call_id: "s", status: "s", action: {} },
  { type: "mcp_approval_response", approval_request_id: "s", approve: true },
  { type: "reasoning", id: "s", status: "s", summary: [] },
];

for (const item of RENEWED) {
  Deno.test(`readRequest() gives the model no id and no mark of "${item.type}"`, () => {
    const shown = Object.entries(item).filter(([name]) =>
      !/^(signature|.*cache_.*|(.*_)?id|status)$/.test(name)
    );
    const expected = [JSON.stringify(Object.fromEntries(shown))];
    const message = { role: "assistant", content: [item] };
    assertEquals(given({ messages: [message] }), expected);
    assertEquals(given({ input: [item] }), expected);
  });
}

Deno.test("readRequest() reads a result that is one block, and reasoning in blocks", () => {
  const image = { type: "computer_screenshot", image_url: "data:" };
  const thinking = { type: "thinking", thinking: "hm", signature: "s" };
  assertEquals(
    readRequest({
      input: [{ type: "computer_call_output", call_id: "c", output: image }],
    })?.parts.map(({ kind, text, media }) => [kind, text, media]),
    [["result", JSON.stringify(image), 1]],
  );
  assertEquals(
    readRequest({
      messages: [{
        role: "assistant",
        content: "x",
        reasoning_content: "hm",
        thinking_blocks: [thinking],
      }],
    })?.parts.map(({ kind, text, readable }) => [kind, text, readable]),
    [["reasoning", JSON.stringify(thinking), "hm"], [
      "assistant",
      "x",
      undefined,
    ]],
  );
});
