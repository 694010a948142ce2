import { assertEquals } from "@std/assert";
import {
  DONE,
  ReplyReader,
} from "../../../../tracing/prompt/wire/reply_reader.ts";
import type { ModelResponse } from "../../../../tracing/prompt/wire/model_response.ts";

const CALL = { id: "call_1", name: "add", input: '{"a":1}' };
const USAGE = { inputTokens: 10, outputTokens: 5 };

function read(...bodies: readonly unknown[]) {
  const reader = new ReplyReader();
  const known = bodies.map((body) => reader.read(body));
  return { reader, known };
}

function assertReads(bodies: readonly unknown[], expected: ModelResponse) {
  const { reader, known } = read(...bodies);
  assertEquals(reader.response, expected);
  assertEquals([reader.complete, reader.failure], [true, undefined]);
  assertEquals(known, known.map(() => true));
}

Deno.test("ReplyReader reads a chat completion", () => {
  assertReads([{
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "gpt-5-mini",
    choices: [{
      index: 0,
      finish_reason: "tool_calls",
      message: {
        role: "assistant",
        content: "Let me add",
        tool_calls: [
          {
            id: "call_1",
            type: "function",
            function: { name: "add", arguments: '{"a":1}' },
          },
          {
            id: "call_2",
            type: "custom",
            custom: { name: "sql", input: "SELECT" },
          },
        ],
      },
    }],
    usage: { prompt_tokens: 10, completion_tokens: 5 },
  }], {
    id: "chatcmpl-1",
    model: "gpt-5-mini",
    finishReasons: ["tool_calls"],
    text: "Let me add",
    toolCalls: [CALL, { id: "call_2", name: "sql", input: "SELECT" }],
    usage: USAGE,
  });
});

Deno.test("ReplyReader reads a refusal, content in parts, and the call of old", () => {
  const message = { content: null, refusal: "I must not" };
  assertReads([{ choices: [{ message }] }], {
    text: "I must not",
    toolCalls: [],
  });
  const content = [{ type: "text", text: "a" }, { type: "text", text: "b" }];
  const function_call = { name: "add", arguments: "{}" };
  assertReads([{ choices: [{ message: { content, function_call } }] }], {
    text: "ab",
    toolCalls: [{ name: "add", input: "{}" }],
  });
});

const CHUNKS: readonly unknown[] = [
  {
    id: "chatcmpl-1",
    model: "gpt-5-mini",
    choices: [{ index: 0, delta: { role: "assistant", content: "" } }],
  },
  { id: "chatcmpl-1", choices: [{ index: 0, delta: { content: "Let me " } }] },
  { id: "chatcmpl-1", choices: [{ index: 0, delta: { content: "add" } }] },
  {
    choices: [{
      delta: {
        tool_calls: [{
          index: 0,
          id: "call_1",
          type: "function",
          function: { name: "add", arguments: "" },
        }],
      },
    }],
  },
  {
    choices: [{
      delta: { tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] },
    }],
  },
  {
    choices: [{
      delta: {
        tool_calls: [{
          index: 1,
          id: "call_2",
          function: { name: "list", arguments: "{}" },
        }],
      },
    }],
  },
  {
    choices: [{
      delta: { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] },
    }],
  },
  { choices: [{ delta: {}, finish_reason: "tool_calls" }] },
  { choices: [], usage: { prompt_tokens: 10, completion_tokens: 5 } },
  DONE,
];

Deno.test("ReplyReader reads the chunks of a chat completion", () => {
  assertReads(CHUNKS, {
    id: "chatcmpl-1",
    model: "gpt-5-mini",
    finishReasons: ["tool_calls"],
    text: "Let me add",
    toolCalls: [CALL, { id: "call_2", name: "list", input: "{}" }],
    usage: USAGE,
  });
});

Deno.test("ReplyReader keeps what was counted when the last chunk says 0", () => {
  const usage = { prompt_tokens: 10, completion_tokens: 5 };
  const { reader } = read(
    { choices: [{ delta: { content: "Hi" } }], usage },
    {
      choices: [{ delta: {}, finish_reason: "stop" }],
      usage: { prompt_tokens: 0, completion_tokens: 0 },
    },
  );
  assertEquals(reader.response?.usage, USAGE);
});

const RESPONSE = {
  id: "resp_1",
  object: "response",
  status: "completed",
  model: "gpt-5",
  output: [
    { type: "reasoning", summary: [] },
    {
      type: "message",
      role: "assistant",
      content: [{ type: "output_text", text: "Let me add" }],
    },
    {
      type: "function_call",
      call_id: "call_1",
      name: "add",
      arguments: '{"a":1}',
    },
    { type: "web_search_call", id: "ws_1" },
    {
      type: "local_shell_call",
      call_id: "call_2",
      action: { command: ["ls"] },
    },
  ],
  usage: { input_tokens: 10, output_tokens: 5 },
};

const READ_RESPONSE: ModelResponse = {
  id: "resp_1",
  model: "gpt-5",
  finishReasons: ["completed"],
  text: "Let me add",
  toolCalls: [
    CALL,
    { id: "call_2", name: "local_shell", input: { command: ["ls"] } },
  ],
  usage: USAGE,
  hasReasoning: true,
};

Deno.test("ReplyReader reads a response", () => {
  assertReads([RESPONSE], READ_RESPONSE);
  assertReads([{
    ...RESPONSE,
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
  }], { ...READ_RESPONSE, finishReasons: ["max_output_tokens"] });
});

Deno.test("ReplyReader reads the events of a response", () => {
  const [, , call, , shell] = RESPONSE.output;
  const events = [
    {
      type: "response.created",
      response: {
        id: "resp_1",
        object: "response",
        status: "in_progress",
        model: "gpt-5",
        output: [],
        usage: null,
      },
    },
    { type: "response.output_text.delta", delta: "Let me " },
    { type: "response.output_text.delta", delta: "add" },
    { type: "response.output_item.done", item: call },
    { type: "response.output_item.done", item: shell },
  ];
  const { reader } = read(...events);
  const { usage: _, finishReasons: __, hasReasoning: ___, ...unfinished } =
    READ_RESPONSE;
  assertEquals([reader.response, reader.complete], [unfinished, false]);
  const last = { type: "response.completed", response: RESPONSE };
  assertReads([...events, last], READ_RESPONSE);
  // A gateway that sends the output in the events alone.
  const bare = { ...last, response: { ...RESPONSE, output: [] } };
  const thought = RESPONSE.output[0];
  const done = { type: "response.output_item.done", item: thought };
  assertReads([...events, done, bare], READ_RESPONSE);
});

Deno.test("ReplyReader knows no output tokens of a reply that has not ended", () => {
  const usage = { prompt_tokens: 10, completion_tokens: 1 };
  const { reader } = read({ choices: [{ delta: { content: "Hi" } }], usage });
  assertEquals([reader.response?.usage, reader.complete], [
    { inputTokens: 10 },
    false,
  ]);
});

Deno.test("ReplyReader tells an error that stands in the place of a reply", () => {
  const error = { type: "overloaded_error", message: "Overloaded" };
  for (const body of [{ error }, { type: "error", error }]) {
    const { reader, known } = read(body);
    assertEquals(
      [reader.failure, reader.response, known],
      [error, undefined, [true]],
    );
  }
  const { reader } = read(CHUNKS[1], { error });
  assertEquals([reader.failure, reader.response?.text], [error, "Let me "]);
  const failed = { ...RESPONSE, status: "failed", error, output: [] };
  assertEquals(
    read({ type: "response.failed", response: failed }).reader.failure,
    error,
  );
});

Deno.test("ReplyReader reads nothing of what is no reply", () => {
  const others = [undefined, null, 7, "text", [], {}, { message: "hello" }, {
    type: "of the future",
  }];
  const { reader, known } = read(...others);
  assertEquals(known, others.map(() => false));
  assertEquals([reader.response, reader.complete], [undefined, false]);
});

Deno.test("ReplyReader takes no event but the last for the end of a response", () => {
  const { status: _, ...response } = RESPONSE;
  const { reader } = read({ type: "response.created", response });
  assertEquals(reader.complete, false);
});
