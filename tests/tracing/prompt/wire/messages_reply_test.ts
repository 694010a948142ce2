import { assertEquals } from "@std/assert";
import { EventStream } from "../../../../tracing/prompt/wire/event_stream.ts";
import { ReplyReader } from "../../../../tracing/prompt/wire/reply_reader.ts";

const encoder = new TextEncoder();

/** A reply with all that a reader has to know, and much that it has not. */
const EVENTS: readonly unknown[] = [
  {
    type: "message_start",
    message: {
      id: "msg_1",
      model: "claude-x",
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: 600,
        cache_creation_input_tokens: 100,
        output_tokens: 1,
      },
    },
  },
  { type: "ping" },
  {
    type: "content_block_start",
    index: 0,
    content_block: { type: "thinking" },
  },
  {
    type: "content_block_delta",
    index: 0,
    delta: { type: "thinking_delta", thinking: "Hm" },
  },
  { type: "content_block_stop", index: 0 },
  { type: "content_block_start", index: 1, content_block: { type: "text" } },
  {
    type: "content_block_delta",
    index: 1,
    delta: { type: "text_delta", text: "Größe: " },
  },
  {
    type: "content_block_delta",
    index: 1,
    delta: { type: "text_delta", text: "5 €" },
  },
  { type: "content_block_stop", index: 1 },
  {
    type: "content_block_start",
    index: 2,
    content_block: { type: "tool_use", id: "id_1", name: "echo", input: {} },
  },
  {
    type: "content_block_delta",
    index: 2,
    delta: { type: "input_json_delta", partial_json: '{"text":"ü' },
  },
  {
    type: "content_block_delta",
    index: 2,
    delta: { type: "input_json_delta", partial_json: '"}' },
  },
  { type: "content_block_stop", index: 2 },
  {
    type: "content_block_start",
    index: 3,
    content_block: { type: "tool_use", id: "id_2", name: "list", input: {} },
  },
  { type: "content_block_stop", index: 3 },
  {
    type: "message_delta",
    delta: { stop_reason: "tool_use" },
    usage: { output_tokens: 25, cache_read_input_tokens: null },
  },
  { type: "message_stop" },
];

const RESPONSE = {
  id: "msg_1",
  model: "claude-x",
  finishReasons: ["tool_use"],
  text: "Größe: 5 €",
  toolCalls: [
    { name: "echo", id: "id_1", input: '{"text":"ü"}' },
    { name: "list", id: "id_2", input: {} },
  ],
  usage: {
    inputTokens: 710,
    outputTokens: 25,
    cacheReadTokens: 600,
    cacheWriteTokens: 100,
  },
  hasReasoning: true,
};

function stream(events: readonly unknown[], lineEnd = "\n"): Uint8Array {
  return encoder.encode(
    events.map((event) =>
      `event: ${(event as { type: string }).type}${lineEnd}` +
      `data: ${JSON.stringify(event)}${lineEnd}${lineEnd}`
    ).join(""),
  );
}

/** Reads a stream; unless it is told not to, it skips what can be skipped. */
function reading(skips = true) {
  const asked: unknown[] = [];
  const taken: unknown[] = [];
  const reader = new ReplyReader({ onToolCall: (call) => asked.push(call) });
  const events = new EventStream();
  const read = (chunk: Uint8Array) => {
    events.each(chunk, (event) => {
      taken.push(event);
      reader.read(event);
    }, skips ? () => reader.wanted : undefined);
  };
  return { asked, taken, reader, read };
}

Deno.test("ReplyReader reads a stream, wherever it is cut into chunks", () => {
  const ways = [["\n", true], ["\r\n", true], ["\n", false]] as const;
  for (const [lineEnd, skips] of ways) {
    const bytes = stream(EVENTS, lineEnd);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { reader, asked, read } = reading(skips);
      read(bytes.subarray(0, cut));
      read(bytes.subarray(cut));
      assertEquals(reader.response, RESPONSE);
      assertEquals(asked, RESPONSE.toolCalls);
      assertEquals([reader.complete, reader.failure], [true, undefined]);
    }
  }
});

/** A delta of a block's, as the vendor orders its members. */
function delta(type: string, more: object) {
  return { type: "content_block_delta", index: 0, delta: { type, ...more } };
}

Deno.test("ReplyReader skips what a model thinks, and text that is not kept", () => {
  const thought = [
    delta("thinking_delta", { thinking: "Hm" }),
    delta("signature_delta", { signature: "ab" }),
  ];
  const text = delta("text_delta", { text: "x".repeat(1_000_000) });
  const start = {
    type: "content_block_start",
    index: 0,
    content_block: { type: "tool_use", id: "id_1", name: "echo", input: {} },
  };
  const input = delta("input_json_delta", { partial_json: "{}" });
  const stop = { type: "content_block_stop", index: 0 };
  // Not as the vendor writes it: it is parsed, whatever it is.
  const turned = {
    type: "content_block_delta",
    delta: thought[0]?.delta,
    index: 0,
  };

  const { taken, reader, asked, read } = reading();
  const begin = [EVENTS[0], { type: "ping" }];
  read(stream([...begin, ...thought, turned, text, text, input]));
  read(stream([start, ...thought, text, input, stop, text, EVENTS.at(-1)]));
  assertEquals(taken, [
    ...[...begin, turned, text],
    // What a call is made of is among what follows its beginning.
    ...[start, ...thought, text, input, stop, EVENTS.at(-1)],
  ]);
  assertEquals(asked, [{ id: "id_1", name: "echo", input: "{}" }]);
  assertEquals(reader.complete, true);
});

Deno.test("ReplyReader tells a call when it has all of it, and not before", () => {
  const { asked, read } = reading();
  read(stream(EVENTS.slice(0, 12)));
  assertEquals(asked, []);
  read(stream(EVENTS.slice(12, 13)));
  assertEquals(asked, RESPONSE.toolCalls.slice(0, 1));
});

Deno.test("ReplyReader knows no output tokens of a reply that is cut", () => {
  const { reader, read } = reading();
  read(stream(EVENTS.slice(0, -1)));
  assertEquals(reader.complete, false);
  const { outputTokens: _, ...usage } = RESPONSE.usage;
  assertEquals(reader.response?.usage, usage);
});

Deno.test("ReplyReader passes over what it does not understand", () => {
  const { reader, read } = reading();
  read(encoder.encode(": a comment\ndata: not json\ndata: null\n"));
  read(encoder.encode("data: 7\nid: 3\nretry: 10\n\n"));
  read(stream([{ type: "of the future", index: 9 }, ...EVENTS]));
  assertEquals(reader.response, RESPONSE);
});

Deno.test("ReplyReader tells what went wrong in mid-stream", () => {
  const { reader, read } = reading();
  const error = { type: "overloaded_error", message: "Overloaded" };
  read(stream([EVENTS[0], { type: "error", error }]));
  assertEquals([reader.failure, reader.complete], [error, false]);
});

Deno.test("ReplyReader reads a reply that is one object", () => {
  const { reader, asked } = reading();
  const { id, model, text } = RESPONSE;
  reader.read({
    id,
    model,
    stop_reason: "tool_use",
    content: [
      { type: "thinking", thinking: "Hm" },
      { type: "text", text },
      { type: "tool_use", id: "id_2", name: "list", input: {} },
    ],
    usage: { input_tokens: 10, output_tokens: 25 },
  });
  assertEquals(reader.response, {
    ...RESPONSE,
    toolCalls: RESPONSE.toolCalls.slice(1),
    usage: { inputTokens: 10, outputTokens: 25 },
  });
  assertEquals(asked, RESPONSE.toolCalls.slice(1));
});

Deno.test("ReplyReader keeps no more of a text than a model says", () => {
  const { reader, read } = reading();
  const text = "x".repeat(300_000);
  const delta = {
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text },
  };
  read(stream([EVENTS[0], ...Array.from({ length: 9 }, () => delta)]));
  assertEquals(reader.response?.text?.length, 1_200_000);
});
